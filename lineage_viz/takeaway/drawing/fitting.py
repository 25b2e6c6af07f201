"""The width of text, computed without a browser by Arial's advance widths. Fonts with the same metrics share them."""

from collections.abc import Callable
from unicodedata import east_asian_width

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


def middle_elided(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or the start and the end of it that fit. Names of one family differ at their ends."""
    return _elided(text, room, _middle_out, size, bold)


def end_elided(text: str, room: float, size: float) -> str:
    """Return the text, or the start of it that fits."""
    return _elided(text, room, lambda whole, keep: whole[:keep].rstrip() + ELLIPSIS, size, False)


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
            keep = _most(word, room, lambda whole, count: whole[:count], size, False)
            lines.append(word[:keep])
            word = word[keep:]
        line = word
    return [*lines, line]


def _elided(text: str, room: float, shorten: Callable[[str, int], str], size: float, bold: bool) -> str:
    if width(text, size, bold=bold) <= room:
        return text
    return shorten(text, _most(text, room, shorten, size, bold))


def _most(text: str, room: float, shorten: Callable[[str, int], str], size: float, bold: bool) -> int:
    """Return the number of characters that fit; at least one."""
    low, high = 1, min(len(text), 1 + int(room / size * 5))
    while low < high:
        keep = (low + high + 1) // 2
        if width(shorten(text, keep), size, bold=bold) <= room:
            low = keep
        else:
            high = keep - 1
    return low


def _middle_out(text: str, keep: int) -> str:
    tail = keep // 2
    return text[: keep - tail] + ELLIPSIS + (text[-tail:] if tail else "")


def _unusual(mark: str) -> int:
    return 1000 if east_asian_width(mark) in "WF" else _COMMON
