"""The text of a field as a value of its column's type, in the form that `load.groovy` takes.

The guide leaves three things open. Empty parts of an array are dropped, as a load drops empty texts by default. Spaces
around `;` belong to the part. A date without a zone is in UTC.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

Plain = str | int | bool
"""Dates are milliseconds since 1970; fractions stay text, which Java reads to the column's precision."""

_WHOLE = re.compile(r"[+-]?[0-9]+")
_FRACTION = re.compile(r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|Infinity|NaN)")
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})Z?)?)?",
)
"""The four forms of the guide."""


def _true(text: str) -> bool:
    """True for the text `true` in upper or lower case; any other text is false."""
    return text.lower() == "true"


def _whole(bits: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text):
            raise ValueError("not a whole number")
        number = int(text)
        if not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
            raise ValueError(f"more than {bits} bits")
        return number

    return read


def _fraction(text: str) -> str:
    if not _FRACTION.fullmatch(text):
        raise ValueError("not a decimal number, Infinity or NaN")
    return text


def _date(text: str) -> int:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("yyyy-MM-dd, yyyy-MM-ddTHH:mm, yyyy-MM-ddTHH:mm:ss or the last with Z")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()) * 1000


READERS: Mapping[str, Callable[[str], Plain]] = {
    "bool": _true,
    "byte": _whole(8),
    "short": _whole(16),
    "int": _whole(32),
    "long": _whole(64),
    "float": _fraction,
    "double": _fraction,
    "string": str,
    "date": _date,
}
"""Readers by the lower-case name of their type. All raise ValueError."""

SPELLINGS = {"boolean": "bool", "datetime": "date"}
"""Other names of the same types."""


def separated(text: str) -> list[str]:
    r"""The parts between semicolons; `\;` is a semicolon inside a part. A file has no NUL, so one can stand for it."""
    return [part.replace("\0", ";") for part in text.replace("\\;", "\0").split(";")]
