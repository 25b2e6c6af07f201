"""A text whose words nothing has, without its typing mistakes."""

import re
from dataclasses import dataclass

from lineage_viz.recorded_text import fold
from lineage_viz.search_text import search_words
from lineage_viz.store.base import Store

_PART = re.compile(r"[a-z0-9]+")

_MOST = 8
"""Words of the longest text that is corrected: each one is a question, and a pasted text has many."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The better text, and the sentence that says so."""

    text: str
    sentence: str


def corrected(store: Store, words: str, *, is_missing: bool) -> Corrected | None:
    """Correct each part of the words that nothing has; None when no part is nearly a recorded word.

    Of several recorded words, that of the most entities is meant. `is_missing` tells that no entity has all words: a
    single one then needs no question. Raises StoreUnavailable.
    """
    if len(words.split()) > _MOST:
        return None
    text, wrong, right = " ".join(search_words(fold(words))), list[str](), list[str]()
    for part in dict.fromkeys(_PART.findall(text)):
        is_unknown = (is_missing and part == text) or not _number(store, part)
        like = store.words_like(part) if is_unknown else ()
        if like:
            best = like[0] if len(like) == 1 else min(like, key=lambda each: (-_number(store, each), each))
            text = re.sub(rf"(?<![a-z0-9]){part}(?![a-z0-9])", best, text)
            wrong.append(part)
            right.append(best)
    if not wrong:
        return None
    return Corrected(text, f"No {', '.join(wrong)}; showing {', '.join(right)}.")


def _number(store: Store, word: str) -> int:
    return store.search(word, limit=1).total
