"""Text for Streamlit's widgets."""

import re
from collections.abc import Iterable
from itertools import count

from lineage_viz.words import plain

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r":(?=[\w+/-]+:)")
_LOGO = ":streamlit:"
_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
_ARROW = re.compile(r"(?<=^[-<>~])(?=(?:[-=>]|->)$)")
_JOINER = "\N{WORD JOINER}"


def literal(text: str, limit: int = 300) -> str:
    """Untrusted text as markdown that shows exactly that text.

    Every punctuation mark is escaped. Streamlit still replaces `:shortcodes:`, web addresses and arrows, so a word
    joiner, which is invisible, breaks them up. ARNs stay unbroken, because people copy them.
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(map(_broken, plain(text, limit).split(" "))))


def _broken(word: str) -> str:
    if not word.startswith("arn:") or _LOGO in word:
        word = _SHORTCODE.sub(f":{_JOINER}", word)
    return _ARROW.sub(_JOINER, _LINK.sub(_JOINER, word))


def distinct(words: Iterable[str]) -> list[str]:
    """The words of options, repeated ones with a number: Streamlit identifies an option by its words alone."""
    taken: dict[str, None] = {}
    for each in words:
        number = next(number for number in count(1) if _numbered(each, number) not in taken)
        taken[_numbered(each, number)] = None
    return list(taken)


def _numbered(words: str, number: int) -> str:
    return words if number == 1 else f"{words} ({number})"


MOMENT_WITHOUT_ZONE = "D MMM YYYY, HH:mm"
"""The format of dates in a column whose header says UTC."""

TABLE_MOMENT = f"{MOMENT_WITHOUT_ZONE} [UTC]"
"""The format of times in a table, as `words.moment` writes them; the column's time zone must be UTC."""

TABLE_DAY = "D MMM YYYY"
"""The format of days in a table."""
