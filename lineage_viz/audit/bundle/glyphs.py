"""Texts for the PDF. PDF/A allows no character that its fonts lack, so such a character is written as its code."""

import re
from typing import Any

_KNOWN = (
    "\x20-\x7e\xa0-\xac\xae-\u017f"  # Latin; without the soft hyphen, which no reader sees
    "\u0300-\u0331"  # marks that combine with a letter
    "\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"  # Greek
    "\u0401\u0403-\u040c\u040f-\u044f\u0451\u0453\u0455-\u0458\u045c\u045e"  # Cyrillic
    "\u2010-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212"  # dashes, quotes, arrows
)
_OTHERS = re.compile(f"[^{_KNOWN}]+")


def with_codes(text: str) -> str:
    """Return a text with U+65E5 and the like for each character that the fonts of the PDF lack.

    Line breaks and tabs become blanks. The page and the JSON of a bundle have the whole text.
    """
    return _OTHERS.sub(_codes, " ".join(text.split("\n")).replace("\t", " "))


def has_codes(text: str) -> bool:
    """True if a text has a character that the fonts of the PDF lack."""
    return _OTHERS.search(text) is not None


def all_with_codes(value: Any) -> Any:
    """Return data for JSON with each text in this form; names of members stay."""
    if isinstance(value, str):
        return with_codes(value)
    if isinstance(value, dict):
        return {name: all_with_codes(each) for name, each in value.items()}
    return [all_with_codes(each) for each in value] if isinstance(value, list) else value


def _codes(match: re.Match[str]) -> str:
    codes = " ".join(f"U+{ord(each):04X}" for each in match[0])
    before = "" if match.start() == 0 or match.string[match.start() - 1] == " " else " "
    after = "" if match.end() == len(match.string) or match.string[match.end()] == " " else " "
    return f"{before}{codes}{after}"
