"""The words of a question that nothing has: those that a question can do without, and the names among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage_viz.search.nearest_version import nearest_version
from lineage_viz.search.sentence import Sentence
from lineage_viz.search.sentence_words import NEGATING
from lineage_viz.store.base import Store

_MOST = 8
"""Words of the longest text that is looked at: each one is counted."""

_READ_ELSEWHERE = re.compile(
    r"after|before|between|code|commits?|consumers?|earlier|git|impact|later|next|older|predecessor|previous|prior|repo"
    r"|repository|scripts?|successor|usages?|users?"
)
"""Words that other questions have a meaning for."""

_LIKE_A_NAME = re.compile(r".*[\d/_.:-]")
_NAME = re.compile(r"(?=.*[^\W\d_])[\w/.:-]+")
_BEFORE_NAMES = r"\b(?:on|behind|at|of|for|by|does|did|do|called|named|endpoint|model|job)(?: the)? "


@dataclass(frozen=True, slots=True)
class Unknown:
    """The words that nothing has."""

    names: Sequence[str] = ()
    """Those that a question is about: without them it would be another question."""
    others: Sequence[str] = ()


def unknown_words(store: Store, meant: Sentence) -> Unknown:
    """Look for each word of a sentence alone. Raises StoreUnavailable.

    A store without the texts that a search reads knows no word, so it tells nothing.
    """
    if not store.snapshots or len(meant.rest) > _MOST:
        return Unknown()
    numbers = store.numbers(list(dict.fromkeys(meant.rest))) if meant.rest else {}
    unknown = [each for each in meant.rest if not numbers[each]]
    if NEGATING & {*meant.rest}:
        return Unknown()
    names = [each for each in unknown if _is_name(each, meant.read)]
    if not names and meant.is_about_one and len(unknown) == len(meant.rest):
        names = unknown
    return Unknown(names, [each for each in unknown if each not in names])


def no_such_name(store: Store, names: Sequence[str]) -> str:
    """Return the sentence about names that no entity has, with the next step; a number and a bound are no names.

    Raises StoreUnavailable.
    """
    every = [each for each in dict.fromkeys(names) if _NAME.fullmatch(each)]
    said = " or ".join(f"“{each}”" for each in every)
    near = " ".join(filter(None, (nearest_version(store, each) for each in every)))
    return said and f"No entity has the name {said}. {near or 'Check the name, or search for a part of it.'}"


def without(meant: Sentence, words: Sequence[str]) -> Sentence | None:
    """Return a sentence without words, which its note names; None if nothing or all of it is left."""
    rest = " ".join(meant.rest)
    left = " ".join(each for each in meant.rest if each not in words)
    text, wider = (
        f"{each.removesuffix(rest)}{left}".strip() if each else "" for each in (meant.text, meant.wider)
    )
    if not words or not text:
        return None
    read = [each for each in dict.fromkeys(words) if _READ_ELSEWHERE.fullmatch(each)]
    unread = [each for each in dict.fromkeys(words) if each not in read]
    note = " ".join(
        f"This is without {', '.join(f'“{each}”' for each in those)}, {why}."
        for those, why in (
            (unread, "which nothing here has"),
            (read, "which is not understood in this place"),
        )
        if those
    )
    return replace(
        meant,
        text=text,
        wider=wider if wider != text else "",
        rest=tuple(left.split()),
        note=f"{note} {meant.note}".strip(),
    )


def _is_name(word: str, text: str) -> bool:
    """True for a word with the signs of a name, or at the place of one: "live on X", "does X serve"."""
    return bool(_LIKE_A_NAME.match(word) or re.search(rf"{_BEFORE_NAMES}{re.escape(word)}(?!\S)", text))
