"""A text whose words nothing has, without its typing mistakes."""

import re
from dataclasses import dataclass

from lineage_viz.recorded_text import fold
from lineage_viz.search_text import search_words
from lineage_viz.store.base import Store

_PART = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The better text, and the sentence that says so."""

    text: str
    sentence: str


def corrected(store: Store, words: str) -> Corrected | None:
    """Correct each part of the words that nothing has; None when no part is nearly a recorded word.

    Of several recorded words, that of the most entities is meant. Raises StoreUnavailable.
    """
    text, wrong, right = " ".join(search_words(fold(words))), list[str](), list[str]()
    for part in dict.fromkeys(_PART.findall(text)):
        like = () if store.search(part, limit=1).total else store.words_like(part)
        if like:
            best = min(like, key=lambda each: (-store.search(each, limit=1).total, each))
            text = re.sub(rf"(?<![a-z0-9]){part}(?![a-z0-9])", best, text)
            wrong.append(part)
            right.append(best)
    if not wrong:
        return None
    return Corrected(text, f"No {', '.join(wrong)}; showing {', '.join(right)}.")
