"""The characters of a text as people see them: a letter with its accents, a family of emoji, a flag.

`picture/canvas/characters.js` does the same for the canvas, by the browser's rules (the grapheme clusters of UAX 29).
Here are those of them that names need; `tests/test_characters.py` compares both.
"""

from unicodedata import category

_LONG = 40
"""The code points of a character that only a hostile text passes."""

_JOINER = "\u200d"
_LINKERS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")
"""The signs of Indic scripts that join the next consonant."""

_AFTER = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")
_CONTROLS = ("Cc", "Zl", "Zp")
_FLAGS = range(0x1F1E6, 0x1F200)
_SKINS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_LEADS, _VOWELS, _TAILS = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_SYLLABLES = range(0xAC00, 0xD7A4)


def characters(text: str) -> list[str]:
    """Return the characters of a text; joined, they are the text."""
    if text.isascii() and "\r" not in text:
        return list(text)
    found: list[str] = []
    for each in text:
        if found and _continues(found[-1], each):
            found[-1] += each
        else:
            found.append(each)
    return found


def start_of(text: str, most: int) -> str:
    """Return the longest start of whole characters, of at most so many code points."""
    parts = characters(text[: most + 1])
    return "".join(parts[:-1]) if len(text) > most and len(parts) > 1 else text[:most]


def end_of(text: str, most: int) -> str:
    """Return the longest end of whole characters, of at most so many code points."""
    parts = characters(text[-most - _LONG :])
    left, at = most, len(parts)
    while at and len(parts[at - 1]) <= left:
        at -= 1
        left -= len(parts[at])
    return "".join(parts[at:]) or text[len(text) - most :]


def _continues(before: str, sign: str) -> bool:
    """True when a sign belongs to the character before it."""
    code, last = ord(sign), before[-1]
    if category(before[0]) not in _CONTROLS:
        if sign in _AFTER or code in _SKINS or code in _TAGS or category(sign).startswith("M"):
            return True
        if last == _JOINER and len(before) > 1 and category(sign).startswith("S"):
            return True
    if code in _FLAGS:
        return len(before) == 1 and ord(before) in _FLAGS
    if category(sign) == "Lo" and not _LINKERS.isdisjoint(before):
        return last in _LINKERS or last == _JOINER
    return _is_syllable(ord(last), code) or (before, sign) == ("\r", "\n")


def _is_syllable(last: int, code: int) -> bool:
    """True for the next part of a Korean syllable that is written in parts."""
    if last in _LEADS:
        return code in _LEADS or code in _VOWELS or code in _SYLLABLES
    open_ = last in _SYLLABLES and (last - _SYLLABLES.start) % 28 == 0
    if last in _VOWELS or open_:
        return code in _VOWELS or code in _TAILS
    return (last in _TAILS or last in _SYLLABLES) and code in _TAILS
