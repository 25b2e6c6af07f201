"""The answer "no" to a search with a time that finds nothing: "No failed job was created from 10 Feb to 12 Mar"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.search.fields import filter_of
from lineage_viz.search.term import Term, parts
from lineage_viz.search.vocabulary import Vocabulary, matching
from lineage_viz.store.base import Page
from lineage_viz.store.order import SortBy, time_of
from lineage_viz.words import count, day

_ADJECTIVES = {"failed", "stopped", "completed", "approved", "rejected", "pending"}
"""States that may stand before a noun: a failed job."""
_TIMES = ("created", "decided")


@dataclass(frozen=True, slots=True)
class Timed:
    """The terms of a search, those about its time apart from the others."""

    times: Sequence[Term]
    others: Sequence[Term]

    @property
    def by(self) -> SortBy:
        """The column of the time: that of the creation, or of the decision."""
        return SortBy.DECIDED if self.times[0].field == "decided" else SortBy.CREATED


def timed(kept: Sequence[str]) -> Timed | None:
    """Return the terms of a search with a time; None without one, and if it excludes something."""
    found = [part for text in kept for part in parts(text) if isinstance(part, Term)]
    times = [each for each in found if each.field in _TIMES]
    if (
        len({each.field for each in times}) != 1
        or len(found) != len(kept)
        or any(each.excluded for each in found)
    ):
        return None
    return Timed(times, [each for each in found if each not in times])


def no_hit_then(search: Timed, words: str, known: Vocabulary, without_time: Page) -> str:
    """Return the sentences: nothing has this at that time, and the number and the newest at any time."""
    first, last = _span(search.times, known)
    if first and last and first > last:
        return ""
    days = search.times[0].values[0][:-1] if _is_last_days(search.times) else ""
    told = f" (the last {count(int(days), 'day')} of the snapshot)" if days else ""
    end = f" The snapshot is of {day(known.now)}." if not days and (last is None or last > known.now) else ""
    no = " ".join(("No", *_states(search.others), _subject(search.others, known)))
    verb = "has a decision" if search.by is SortBy.DECIDED else "was created"
    return (
        f"{no}{_with(search.others, words)} {verb} {_when(first, last)}{told}.{end} "
        f"Without the time: {_number(without_time, search.by)}."
    )


def _is_last_days(times: Sequence[Term]) -> bool:
    return len(times) == 1 and times[0].values[0].casefold().endswith("d")


def _span(times: Sequence[Term], known: Vocabulary) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last time that all terms allow."""
    filters = [filter_of(each, known) for each in times]
    return (
        max(filter(None, (each.created_after or each.decided_after for each in filters)), default=None),
        min(filter(None, (each.created_before or each.decided_before for each in filters)), default=None),
    )


def _when(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return f"since {day(first)}" if first else f"until {day(last)}" if last else ""
    if day(first) == day(last):
        return f"on {day(last)}"
    beginning = day(first)
    return f"from {beginning.removesuffix(f' {last.year}')} to {day(last)}"


def _subject(terms: Sequence[Term], known: Vocabulary) -> str:
    types = (value for each in terms if each.field == "type" for value in each.values)
    return " or ".join(dict.fromkeys(_type(each, known) for each in types)) or "entity"


def _type(value: str, known: Vocabulary) -> str:
    """Return the words of a type; those of a person if they mean several types, such as `jobs`."""
    found = matching(value, known.types)
    return found[0].casefold() if len(found) == 1 else value.casefold().replace("-", " ").removesuffix("s")


def _states(terms: Sequence[Term]) -> list[str]:
    """Return the states that are words before a noun: "failed or stopped"."""
    found = [each for each in terms if _is_adjective(each)]
    return [" or ".join(value.casefold() for value in each.values) for each in found]


def _is_adjective(term: Term) -> bool:
    return term.field in ("status", "decision") and {value.casefold() for value in term.values} <= _ADJECTIVES


def _with(terms: Sequence[Term], words: str) -> str:
    told = " and ".join(_told(terms, words))
    return f" with {told}" if told else ""


def _told(terms: Sequence[Term], words: str) -> Iterator[str]:
    yield from (each.text for each in terms if each.field != "type" and not _is_adjective(each))
    if words:
        yield f"“{words}”"


def _number(page: Page, by: SortBy) -> str:
    newest = time_of(page.entities[0], by) if page.entities else None
    if not newest:
        return f"{page.total:,}" if page.total else "none"
    return f"{page.total:,}, {'the newest ' if page.total > 1 else ''}of {day(newest)}"
