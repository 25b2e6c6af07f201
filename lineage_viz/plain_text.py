"""Safe text for a terminal or a log, from untrusted text of SageMaker."""

import re
import unicodedata

_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, moves, erasing
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # strings: window titles, links
    r"|\x1b[ -/]*[0-~]"  # the short ones
)
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_UNSEEN = frozenset(("Cc", "Cs"))
_MARK = "\N{REPLACEMENT CHARACTER}"


def plain_text(text: str) -> str:
    """Return one line that cannot control a terminal and that reads in the order of its characters.

    Line breaks and tabs become blanks. Each escape sequence, other control character, lone surrogate and
    character that reorders text becomes U+FFFD, so that the reader sees the gap.
    """
    return "".join(map(_safe, _ESCAPE_SEQUENCE.sub(_MARK, text)))


def shown_name(name: str) -> str:
    """Return the name of a file as text: bytes that are not UTF-8 become `\\xe9` and the like."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _safe(character: str) -> str:
    if character in _BLANK:
        return " "
    hidden = character in _REORDERING or unicodedata.category(character) in _UNSEEN
    return _MARK if hidden else character
