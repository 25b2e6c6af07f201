"""A secret value in every form in which a message may repeat it: as it is, escaped, or encoded for a URL or a page."""

import html
import re
from functools import lru_cache
from urllib.parse import quote

from lineage_viz.json_text import json_text
from lineage_viz.plain_text import plain_text

_UNALTERED = re.compile(r"[A-Za-z0-9_]")
_ERRORS = "surrogatepass"


@lru_cache(maxsize=512)
def written(value: str) -> re.Pattern[str]:
    """Return a pattern that finds the value in the forms of repr, JSON, URLs, HTML and plain text, or two of them."""
    return re.compile("".join(map(_character, value.strip())))


def _character(character: str) -> str:
    if _UNALTERED.fullmatch(character):
        return character
    forms = {character, *_encoded(character), *_encoded(_byte(character))} - {""}
    forms |= {twice for once in forms for twice in _encoded(once)}
    # Each further escape adds backslashes.
    forms = {form.lstrip("\\") for form in forms} - {""}
    one = "|".join(map(re.escape, sorted(forms, key=len, reverse=True))).replace(r"\\", r"\\+")
    one = rf"\\*(?:{one})" if character != "\\" else rf"\\+|{one}"
    # A message in one line has one blank for several line breaks, or nothing.
    return f"(?:{one}){'?' if character.isspace() else ''}"


def _encoded(text: str | bytes) -> set[str]:
    """Return the text in each form that differs from it."""
    escaped = quote(text, safe="", errors=_ERRORS) if isinstance(text, str) else quote(text, safe="")
    if isinstance(text, bytes):
        return {repr(text)[2:-1], escaped, escaped.lower()}
    raw = repr(text.encode("utf-8", _ERRORS))[2:-1]
    plain = {plain_text(text), html.escape(text), f"\\{text}"} | ({"+"} if text == " " else set())
    return {
        repr(text)[1:-1],
        ascii(text)[1:-1],
        json_text(text)[1:-1],
        raw,
        escaped,
        escaped.lower(),
        *plain,
    }


def _byte(character: str) -> bytes:
    """Return the one byte that the character stands for: in Latin-1, or in a variable of the environment."""
    try:
        return character.encode("latin-1", "surrogateescape")
    except UnicodeEncodeError:
        return b""
