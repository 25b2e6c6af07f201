"""Words on screen: plain one-line text from untrusted text, counts, plurals, ages."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from lineage_viz.characters import end_of, start_of
from lineage_viz.model import DEFAULT_ASSOCIATION
from lineage_viz.plain_text import plain_text, visible

ELLIPSIS = "…"
NO_TYPE_GIVEN = "no type given"

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPITAL = re.compile(r"(?:[\d,]+ )?[A-Z](?=[a-z]+(?: |$))(?!.* entit(?:y|ies)$)")
_CAMEL_STATUS = re.compile(r"(?:[A-Z][a-z]+){2,}")
_IDENTIFIER = re.compile(r"[A-Za-z]+")
_KNOWN = {type_.lower(): type_ for type_ in ("DataSet", "Model", "Image", "Endpoint")}
_NAMED_TYPE = re.compile(r"([A-Z][a-z]+(?:[A-Z][a-z]+)+)-([A-Za-z][\w.-]*)")
_LABELS = frozenset({"artifact", "trial_component", "action", "context"})
_NO_PLURAL = frozenset(
    {"code", "data", "equipment", "evidence", "feedback", "information", "metadata", "software"}
)
_ES = ("s", "x", "z", "ch", "sh")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZES = ((1, "kB"), (10**3, "MB"), (10**6, "GB"), (10**9, "TB"))
_AGES = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"))


def plain(text: str, limit: int = 300) -> str:
    """Return untrusted text as one line of at most `limit` characters.

    The middle of a long text becomes "…". Characters that reorder or hide text become visible. Only the displayed
    text changes; the recorded value stays.
    """
    shown = text if len(text) <= limit else elide(text, limit)
    # The quick check suffices for nearly every text; ten thousand cards need it.
    if shown.isascii() and shown.isprintable():
        return shown
    return elide(" ".join(plain_text(shown).split()), limit)


def plain_id(text: str, limit: int = 300) -> str:
    """Return an id or a source as `plain` does, but no other one looks like it: blanks are visible, too."""
    return plain(visible(text), limit)


def elide(text: str, limit: int) -> str:
    """Shorten a text to `limit` code points: keep its start and its end, because ARNs and URIs differ at the end."""
    if len(text) <= limit:
        return text
    head = (limit - 1) // 2
    return start_of(text, head) + ELLIPSIS + end_of(text, limit - 1 - head)


HAS_GAPS = "has gaps"
"""The mark of a snapshot that lacks a part, in every list."""


def complete_words(gaps: Iterable[str], within: str = "", caveat: str = "") -> str:
    """Return the extent of an answer that was not cut: nothing is complete that comes from a snapshot with gaps.

    `caveat` is that of the store: the rows of a foreign folder are all there, and may not be all that there was.
    """
    gaps = tuple(gaps)
    if is_mix(gaps):
        return f"perhaps a mix of two loads{' within ' + within if within else ''}"
    answer = f"{'every row' if caveat else 'complete'}{' within ' + within if within else ''}"
    but = ", ".join(filter(None, [f"the snapshot {HAS_GAPS}" if any(gaps) else "", caveat]))
    return f"{answer}, but {but}" if but else answer


UNFINISHED = "has started and has not ended"
"""The end of the gap of a snapshot that a load has begun to replace."""


def unread_mark_words(id_: str) -> str:
    """Return the start of a sentence about a mark in a cluster that names no snapshot."""
    return f"{_UNREAD_MARK} ({id_})"


_UNREAD_MARK = "A mark in the graph cannot be read"


def has_unread_mark(gaps: Iterable[str]) -> bool:
    """True when a mark in the graph cannot be read, so that nobody knows which snapshots it holds."""
    return any(gap.startswith(_UNREAD_MARK) for gap in gaps)


def is_mix(gaps: Iterable[str]) -> bool:
    """True when the graph may be a mix of two loads."""
    return any(gap.endswith(UNFINISHED) for gap in gaps)


OR_A_REPLACE = "or a replace is under way on another machine"
"""The end of a sentence about an empty cluster, where nobody can tell if it should be empty."""

NO_SNAPSHOT = "no loaded snapshot shows anything about the completeness"
"""The caveat about a graph that another tool loaded."""


def caveat_words(without_row: int) -> str:
    """Return the caveat about a foreign folder, with the number of ends of associations that have no row."""
    ends = f", {count(without_row, 'end')} without a row" if without_row else ""
    return f"the folder itself shows nothing about its completeness{ends}"


def origin_words(account: str, region: str, folder: str) -> str:
    """Return the origin of a snapshot: `account 123456789012 in eu-west-1`, or `folder air-routes`."""
    if not account:
        return f"folder {folder or region}"
    return f"account {account} in {region}" if region else f"account {account}"


def cut_words(reason: str, left_out: int | None) -> str:
    """Return the extent of an answer that was cut: `cut at 500 entities, 1,841 more are left out`."""
    return reason if left_out is None else f"{reason}, {count(left_out, 'more is', 'more are')} left out"


def type_words(type_: str) -> str:
    """SageMaker's type in words: `SageMakerTrainingJob` is "Training job"; other texts stay."""
    if type_ in _LABELS:
        return type_.replace("_", " ").capitalize()
    if not _IDENTIFIER.fullmatch(type_):
        named = _NAMED_TYPE.fullmatch(type_)  # as `FeatureEngineeringPipelineVersion-NAME` of a feature store
        return plain(f"{type_words(named[1])} {named[2]}", 120) if named else plain_id(type_, 60)
    first, *rest = _CAMEL.split(type_.removeprefix("SageMaker") or "SageMaker")
    words = " ".join((first, *(part if part.isupper() else part.lower() for part in rest)))
    return plain(words[:1].upper() + words[1:], 60)


@lru_cache(maxsize=1024)
def status_words(status: str) -> str:
    """SageMaker's status in words: `InProgress` is "In progress"; other texts stay."""
    if not _CAMEL_STATUS.fullmatch(status):
        return status
    first, *rest = _CAMEL.split(status)
    return " ".join((first, *map(str.lower, rest)))


def association_words(type_: str) -> str:
    """Return the type of an association as recorded, or "no type given"."""
    return NO_TYPE_GIVEN if type_ == DEFAULT_ASSOCIATION else plain_id(type_, 60)


def typed(number: int, label: str, type_: str) -> str:
    """Return a number of entities in words: `37 Data sets`, `1 Training job`, `2 Artifacts without a type`.

    A type that is not an English singular noun keeps its spelling: `3 Test data entities`.
    """
    noun, without = (type_words(type_), "") if type_ else (type_words(label), " without a type")
    one, many = (noun, _plural(noun)) if _is_noun(type_ or label) else (f"{noun} entity", f"{noun} entities")
    return count(number, one, many) + without


def inside(words: str) -> str:
    """Return words in the spelling inside a sentence: `37 Data sets` becomes "37 data sets", `2 AB tests` stays.

    A type that keeps its spelling stays too: `3 Test data entities`.
    """
    first = _CAPITAL.match(words)
    return words[: first.end()].lower() + words[first.end() :] if first else words


def _is_noun(type_: str) -> bool:
    """True when a type ends in a word that has an English plural; labels do.

    Types that differ only in case stay apart: the plural of `Dataset` would look like that of SageMaker's `DataSet`.
    """
    if _KNOWN.get(type_.lower(), type_) != type_:
        return False
    last = type_words(type_).rpartition(" ")[2].lower()
    return type_ in _LABELS or (bool(_IDENTIFIER.fullmatch(type_)) and last not in _NO_PLURAL)


def _plural(noun: str) -> str:
    """Return the plural: `Data sets`, `Batches`, `Queries`, `Analyses`; a plural stays."""
    if noun.endswith("is"):
        return noun[:-2] + "es"
    if noun.endswith("s") and not noun.endswith(("ss", "us")):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(_ES) else "s")


def enumerated(parts: Sequence[str]) -> str:
    """Return `a, b and c`."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 entity`, `2,341 entities`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def named(values: Iterable[tuple[str, str]], between: str = ": ") -> str:
    """Return names with their values in one line: `replace, keep: 7`. A switch has a name only."""
    return ", ".join(f"{name}{between}{value}" if value else name for name, value in values)


def age(then: datetime, now: datetime) -> str:
    """Return the age in the largest unit that fits: `3 days ago`."""
    seconds = (now - then).total_seconds()
    for size, unit in _AGES:
        if seconds >= size:
            return f"{count(int(seconds // size), unit)} ago"
    return "just now"


def day(at: date) -> str:
    """Return a day: `3 Mar 2026`. A date with a time has its day in UTC."""
    at = at.astimezone(UTC) if isinstance(at, datetime) else at
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def moment(at: datetime, *, seconds: bool = False) -> str:
    """Return a date and time in UTC: `3 Mar 2026, 14:05 UTC`. All dates for people have this form."""
    return f"{day(at)}, {at.astimezone(UTC):{'%H:%M:%S' if seconds else '%H:%M'}} UTC"


def how_much(entities: int, associations: int) -> str:
    """Return both numbers in words: `1,204 entities, 1 association`."""
    return f"{count(entities, 'entity', 'entities')}, {count(associations, 'association')}"


def size(number: float) -> str:
    """Return a rounded number of bytes: `840 bytes`, `1.2 kB`, `3.5 GB`; a kB has 1,000 bytes."""
    if number < 1_000:
        return count(int(number), "byte")
    unit = next((unit for unit in _SIZES if number < 999_950 * unit[0]), _SIZES[-1])
    return f"{number / (unit[0] * 1_000):,.1f} {unit[1]}"


def duration(seconds: float) -> str:
    """Return a rounded duration: `40 s`, `12 min`, `3.5 h`. A snapshot of another hand may have any number."""
    if not math.isfinite(seconds):
        return "no number"
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"
