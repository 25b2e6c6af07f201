"""The width of text, computed without a browser by Arial's advance widths. Fonts with the same metrics share them."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from lineage_viz.shortening import SMALLER, ended, shortened
from lineage_viz.words import ELLIPSIS

_PER_MILLE = {
    **dict.fromkeys("'ijl", 222), **dict.fromkeys(" !,./:;I[\\]ft|·", 278), **dict.fromkeys("()-`r{}", 333),
    **dict.fromkeys('"*^', 400), **dict.fromkeys("Jcksvxyz", 500), **dict.fromkeys("+<=>~", 584),
    **dict.fromkeys("FTZ", 611), **dict.fromkeys("&ABEKPSVXY", 667), **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778), **dict.fromkeys("Mm", 833), **dict.fromkeys("%W", 920), "@": 1015, ELLIPSIS: 1000,
}  # fmt: skip
_COMMON = 556
_BOLD = 1.07


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in pixels."""
    known = _PER_MILLE
    units = sum([known[mark] if mark in known else _unusual(mark) for mark in text])
    return units * size / 1000 * (_BOLD if bold else 1)


def name_fitted(name: str, short: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a name, or else its short form, or else the words of it that fit."""

    def fits(text: str) -> bool:
        return width(text, size, bold=bold) <= room

    return next(filter(fits, (name, short or name)), None) or shortened(short or name, fits)


def name_sized(name: str, short: str, room: float, size: float) -> tuple[str, float]:
    """Return a bold name, or else its short form, in smaller letters if needed; or else the words of it that fit."""
    for text in (name, short or name):
        for share in SMALLER:
            if width(text, size, bold=True) <= room / share:
                return text, size * share
    cut = name_fitted(name, short, room / SMALLER[-1], size, bold=True)
    wide = width(cut, size, bold=True)
    return cut, size * next((share for share in SMALLER if wide <= room / share), SMALLER[-1])


def about_fitted(
    words: str, rests: Sequence[str], room: float, size: float, *, least: bool = False
) -> tuple[str, float]:
    """Return the words of a type and the rest of their line, and the size of the letters.

    It is the first of `rests` that fits behind the words; behind the last one, the words are cut. With `least`, the
    letters may be as small as those of a fact.
    """
    for rest in rests:
        for share in SMALLER if least else SMALLER[:2]:
            if width(words + rest, size) <= room / share:
                return words + rest, size * share
    return end_fitted(words, room / share - width(rest, size), size) + rest, size * share


def first_fitted(wordings: Sequence[str], room: float, size: float) -> tuple[str, float]:
    """Return the first wording that fits, and the size of the letters; of the last one, the words that fit."""
    for words in wordings:
        for share in SMALLER:
            if width(words, size) <= room / share:
                return words, size * share
    return end_fitted(wordings[-1], room / share, size), size * share


def end_fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or the first words of it that fit."""

    def fits(cut: str) -> bool:
        return width(cut, size, bold=bold) <= room

    return text if fits(text) else ended(text, fits)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Return the text in lines that fit. Lines end at blanks if possible."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, size) > room:
            keep = _most(word, room, size)
            lines.append(word[:keep])
            word = word[keep:]
        line = word
    return [*lines, line]


def _most(text: str, room: float, size: float) -> int:
    """Return the number of characters that fit; at least one."""
    low, high = 1, min(len(text), 1 + int(room / size * 5))
    while low < high:
        keep = (low + high + 1) // 2
        low, high = (keep, high) if width(text[:keep], size) <= room else (low, keep - 1)
    return low


def _unusual(mark: str) -> int:
    return 1000 if east_asian_width(mark) in "WF" else _COMMON
