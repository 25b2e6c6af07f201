"""The fields and values that a search offers while a person types."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from lineage_viz.search.fields import FIELDS, is_known
from lineage_viz.search.guide import GUIDE
from lineage_viz.search.term import IS, Term, last_part, parts
from lineage_viz.search.vocabulary import Vocabulary, matching
from lineage_viz.words import plain

_MOST = 12
_BARE = re.compile(r"[^\s\",]+")
_NAME = re.compile(r"[^<>=\s]+")


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that continues the typed one, with its new end and its meaning in words for people."""

    text: str
    end: str
    means: str


def offers(text: str, vocabulary: Callable[[], Vocabulary]) -> list[Offer]:
    """Return the ways to continue the last part of a text; none after a blank.

    For a field without a value these are its values; for the beginning of a field's name it is the field.
    """
    last = last_part(text)
    if not last:
        return []
    (part,) = parts(last)
    ends = (
        _values(part, vocabulary)
        if isinstance(part, Term)
        else chain(_fields(part), _names(part, vocabulary))
    )
    return [Offer(text.removesuffix(last) + end, end.strip(), means) for end, means in islice(ends, _MOST)]


def _fields(word: str) -> Iterator[tuple[str, str]]:
    minus, name = ("-", word[1:]) if word.startswith("-") else ("", word)
    for field in FIELDS:
        if len(name) >= FIELDS[field].offered_from and field.startswith(name.casefold()):
            yield f"{minus}{field}:", GUIDE[field][0]


def _names(word: str, vocabulary: Callable[[], Vocabulary]) -> Iterator[tuple[str, str]]:
    """Yield the names that can follow a field and a full stop: `metric.ac` may become `metric.accuracy>`."""
    field, stop, begun = word.removeprefix("-").partition(".")
    if not stop or field.casefold() not in FIELDS or not FIELDS[field.casefold()].takes_name:
        return
    known = FIELDS[field.casefold()].values(vocabulary())
    short = dict.fromkeys(each.rpartition(":")[2] for each in (matching(begun, known) if begun else known))
    for name in short:
        if _NAME.fullmatch(name):
            yield f"{word[: -len(begun) or None]}{name}>", plain(f"{name} above a number", 80)


def _values(term: Term, vocabulary: Callable[[], Vocabulary]) -> Iterator[tuple[str, str]]:
    if not is_known(term) or term.sign != IS or term.name or len(term.values) > 1:
        return
    field = FIELDS[term.field]
    known = field.values(vocabulary())
    minus = "-" if term.excluded else ""
    for value in matching(term.values[0], known) if term.values else known:
        yield f"{minus}{term.field}:{written(value)} ", plain(value, 60)


def written(value: str) -> str:
    """Write a value as one part of a text: `Training job` as `training-job`, and any other with blanks in quotes."""
    slug = "-".join(value.lower().split())
    return slug if _BARE.fullmatch(slug) and slug.isascii() else f'"{value.replace(chr(34), "")}"'
