"""A text whose words nothing has, without its typing mistakes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineage_viz.recorded_text import fold
from lineage_viz.search_text import search_words
from lineage_viz.store.base import Store

_PART = re.compile(r"[a-z0-9]+")

_MOST = 8
"""Words of the longest text that is corrected: each one is counted, and a pasted text has many."""

_MOST_FORMS = 40
"""Corrected names that are counted."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The better text, and the sentence that says so."""

    text: str
    sentence: str


def corrected(store: Store, words: str, *, is_missing: bool) -> Corrected | None:
    """Correct each part of the words that nothing has, then each name; None when nothing recorded is nearly the same.

    Of several recorded words, that of the most entities is meant. `is_missing` tells that no entity has all words: a
    single one then needs no question. Raises StoreUnavailable.
    """
    if len(words.split()) > _MOST:
        return None
    text = " ".join(search_words(fold(words)))
    best = _best(store, _unknown(store, text, is_missing=is_missing))
    text = _with(text, best)
    names = _names(store, text)
    best = {**best, **names}
    if not best:
        return None
    return Corrected(_with(text, names), f"No {', '.join(best)}; showing {', '.join(best.values())}.")


def _with(text: str, best: Mapping[str, str]) -> str:
    for wrong, right in best.items():
        text = re.sub(rf"(?<![a-z0-9]){re.escape(wrong)}(?![a-z0-9])", right, text)
    return text


def _unknown(store: Store, text: str, *, is_missing: bool) -> list[str]:
    """Return the parts of a text that nothing has."""
    parts = list(dict.fromkeys(_PART.findall(text)))
    if is_missing and parts == [text]:
        return parts
    numbers = store.numbers(parts)
    return [each for each in parts if not numbers[each]]


def _best(store: Store, unknown: Sequence[str]) -> Mapping[str, str]:
    """Return for each unknown part the recorded word that it is nearly; none for those that are like no word."""
    like = {part: found for part, found in store.words_like(unknown).items() if found} if unknown else {}
    several = [word for found in like.values() if len(found) > 1 for word in found]
    numbers = store.numbers(list(dict.fromkeys(several))) if several else {}
    return {part: min(found, key=lambda each: (-numbers.get(each, 0), each)) for part, found in like.items()}


def _names(store: Store, text: str) -> Mapping[str, str]:
    """Return for each name of several parts that nothing has the name of the most entities with one part corrected.

    Each part is recorded: `transaction` is a part of other names than fraud-transactions-prod.
    """
    several = [each for each in text.split() if len(_PART.findall(each)) > 1]
    numbers = store.numbers(several) if several else {}
    wrong = [each for each in several if not numbers[each]]
    parts = list(dict.fromkeys(part for each in wrong for part in _PART.findall(each)))
    like = store.words_like(parts) if parts else {}
    forms = {name: [_with(name, {part: word}) for part in like for word in like[part]] for name in wrong}
    every = list(dict.fromkeys(form for found in forms.values() for form in found))[:_MOST_FORMS]
    found = store.numbers(every) if every else {}
    known = {name: [each for each in those if found.get(each)] for name, those in forms.items()}
    return {name: min(those, key=lambda each: (-found[each], each)) for name, those in known.items() if those}
