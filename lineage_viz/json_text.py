"""JSON as every reader accepts it. Python alone writes NaN and infinite numbers bare, which is not JSON (RFC 8259)."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

_Form = TypeVar("_Form")
_DEEPEST = 100
"""More levels are no data of anybody: a text of brackets would fill the stack of whoever reads its value."""

_BLANKS = " \t\n\r"

_NO_TEXT = re.compile("[\ud800-\udfff\0]")
_ESCAPED_NO_TEXT = re.compile(r"\\u(?:d[89a-f]|0000)", re.IGNORECASE)


_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


def json_text(value: object, **options: Any) -> str:
    """Return a value as JSON, with the options of `json.dumps`. A number that JSON lacks becomes text (`number_text`).

    Raises TypeError for a value that has no form in JSON.
    """
    encoder = _encoder(**options)
    try:
        return encoder.encode(value)
    except ValueError:  # only now the value is copied: such numbers are rare
        return encoder.encode(_finite(value))


@lru_cache(maxsize=64)
def _encoder(**options: Any) -> json.JSONEncoder:
    # `json.dumps` would make one for each of the tens of thousands of texts of an export. No value contains itself: to
    # check that takes a seventh of the time.
    return json.JSONEncoder(allow_nan=False, check_circular=False, **options)


def number_text(number: float) -> str:
    """Return a number as text that Python, Java and C read back: `NaN` and `Infinity`, not Python's `nan` and `inf`."""
    if isinstance(number, int) or math.isfinite(
        number
    ):  # no float holds a whole number of hundreds of digits
        return str(number)
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def json_of(text: object, form: type[_Form]) -> _Form | None:
    """Return the value of JSON from outside; None for a text that is no JSON, is no value of this form, or is too deep.

    A bare NaN or infinite number becomes None, and a character that UTF-8 or Neptune cannot store becomes U+FFFD.
    """
    if not isinstance(text, str):
        return None
    text = text.strip(
        _BLANKS
    )  # `decode` looks for blanks by two patterns, which takes as long as a short text
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if (
        end != len(text)
        or not isinstance(value, form)
        or (text.count("[") + text.count("{") > _DEEPEST and _is_deep(value))
    ):
        return None
    return _clean(value) if _ESCAPED_NO_TEXT.search(text) else value


def storable(text: str) -> str:
    """Return the text with U+FFFD for each character that UTF-8 or Neptune cannot store: lone surrogates and NUL."""
    is_clean = text.isascii() and "\0" not in text
    return text if is_clean else _NO_TEXT.sub("\ufffd", text)


def _is_deep(value: object) -> bool:
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else number_text(value)
    if isinstance(value, Mapping):
        return {_finite(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value
