"""Safe text for a terminal, a log or a screen, from untrusted text of SageMaker.

Characters that nobody sees become their code, such as `[U+200B]`. Two texts that differ only in them would look alike.
"""

import re
import unicodedata

_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, moves, erasing
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # strings: window titles, links
    r"|\x1b[ -/]*[0-~]"  # the short ones
)
_MARK = "\N{REPLACEMENT CHARACTER}"

_LINE = "\t\n\v\f\r\x85\u2028\u2029"
_BLANK = "\xa0\u1680\u2000-\u200a\u202f\u205f\u2800"
"""Blanks that look like the usual one. The wide one of Chinese and Japanese does not."""

_CONTROLS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # reorder text
)
"""Characters that control a terminal or the order of a text, and halves of characters."""

_HIDDEN = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
)
"""Other characters without a shape of their own (Unicode's Default_Ignorable_Code_Point)."""

_IN_PROSE = re.compile(f"[{_HIDDEN}]")
_IN_NAME = re.compile(rf"[{_HIDDEN}{_BLANK}]|\A[ \u3000]|[ \u3000]\Z|(?<= ) |(?<=\u3000)\u3000")
_LINES = re.compile(f"[{_LINE}]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
_UNSEEN = re.compile(f"[{_HIDDEN}]+")
_BLANKS = re.compile(f"[{_BLANK}]")
_CODE = re.compile(r"\[U\+([0-9A-F]{4,6})\]", re.IGNORECASE)
_LAST = 0x10FFFF

_JOINERS = "\u200c\u200d"
_STYLES = "\ufe0e\ufe0f"
_WITH_STYLE = "\u203c\u2049\u2139\u3030"
"""The characters with a style of emoji that Unicode does not count as symbols."""

_KEYCAP = "\u20e3"
_SYMBOLS = frozenset(("So", "Sm", "Sk"))
_VIRAMA = 9


def plain_text(text: str) -> str:
    """Return one line that cannot control a terminal and that reads in the order of its characters.

    Line breaks and tabs become blanks. Each escape sequence, other control character, lone surrogate and character that
    reorders text becomes U+FFFD, so that the reader sees the gap. Each other character that nobody sees becomes its
    code.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROL.sub(_MARK, _LINES.sub(" ", _ESCAPE_SEQUENCE.sub(_MARK, text)))
    return _IN_PROSE.sub(_seen, text)


def visible(name: str) -> str:
    """Return a name or an id with each character that nobody sees as its code, so that no other one looks like it.

    So are blanks at an end, further blanks in a row, and blanks that look like the usual one. Control characters stay:
    `plain_text` shows them as one sign.
    """
    if name.isascii() and name.isprintable() and "  " not in name and name == name.strip():
        return name
    return _IN_NAME.sub(_seen, name)


def as_typed(text: str) -> str:
    """Return a text that a person typed or copied, with the characters in place of the codes."""
    return _CODE.sub(_character, text) if "[" in text else text


def without_unseen(text: str) -> str:
    """Return a text without the characters that have no shape; blanks and control characters stay."""
    return _UNSEEN.sub("", text)


def look(name: str) -> str:
    """Return a key that two texts share when people cannot tell them apart."""
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    return " ".join(_BLANKS.sub(" ", without_unseen(name)).split())


def shown_name(name: str) -> str:
    """Return the name of a file as text: bytes that are not UTF-8 become `\\xe9` and the like."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _seen(found: re.Match[str]) -> str:
    """Return a character that nobody sees as its code, unless it gives its neighbours another shape."""
    character, start, end = found[0], found.start(), found.end()
    before, after = found.string[max(start - 1, 0) : start], found.string[end : end + 1]
    if character in _STYLES and before:
        has_shape = after == _KEYCAP or before in _WITH_STYLE or unicodedata.category(before) in _SYMBOLS
    elif character in _JOINERS and before and after:
        has_shape = _joins(before, after)
    else:
        has_shape = False
    return character if has_shape else f"[U+{ord(character):04X}]"


def _joins(before: str, after: str) -> bool:
    """True between two symbols of an emoji, and after a letter of a script whose letters join."""
    if unicodedata.category(after) in _SYMBOLS:
        return before in _STYLES or unicodedata.category(before) in _SYMBOLS
    is_joined = unicodedata.bidirectional(before) == "AL" or unicodedata.combining(before) == _VIRAMA
    return is_joined and after.isalpha()


def _character(code: re.Match[str]) -> str:
    number = int(code[1], 16)
    return chr(number) if number <= _LAST else code[0]
