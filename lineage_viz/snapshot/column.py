"""One column of a Neptune CSV file: its header cell, and its values as text.

Format: Neptune User Guide, "Gremlin load data format" (bulk-load-tutorial-format-gremlin).
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from lineage_viz.json_text import number_text
from lineage_viz.model import Scalar, Value

_CELL = re.compile(
    r"(?P<name>(?:\\:|[^:])+)"
    r"(?::(?P<type>[A-Za-z]+)(?:\((?P<cardinality>[A-Za-z]+)\))?(?P<array>\[\])?)?"
)
SEPARATOR = re.compile(r"(?<!\\);")
"""The separator of the values of an array, and of labels: a semicolon without a backslash before it."""

_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF|Infinity|NaN)")
_DATES = "2024-03-01, 2024-03-01T10:00:00Z or 2024-03-01T10:00:00+02:00"
_DATE = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2}|[0-9]{4})"
    r"(?:[T ][0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
"""Neptune's forms, those with a blank, a fraction or an offset, and those without signs between.

Python also reads weeks, and any character for the T.
"""
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_SYNONYMS = {"boolean": "bool", "datetime": "date"}


def _bool(text: str) -> bool:
    return text.strip().lower() == "true"


def _integer(bits: int) -> Callable[[str], int]:
    limit = 1 << (bits - 1)

    def read(text: str) -> int:
        if not (text.isdigit() and text.isascii()) and not _WHOLE.fullmatch(text):
            raise ValueError("a whole number has only digits and a sign")
        number = int(text)
        if not -limit <= number < limit:
            raise ValueError(f"{number} does not fit in {bits} bits")
        return number

    return read


def _decimal(text: str) -> float:
    if not _DECIMAL.fullmatch(text):
        raise ValueError("a decimal number has digits, or is INF, -INF, Infinity or NaN")
    # All NaN are one object: Python then finds two rows equal that both have it.
    return math.nan if math.isnan(number := float(text)) else number


def _date(text: str) -> datetime:
    text = text.strip()
    if not _DATE.fullmatch(text):
        raise ValueError(f"a date is written as {_DATES}")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{error}; a date is written as {_DATES}") from error
    if moment.tzinfo is UTC and not moment.microsecond:
        return moment
    try:
        in_utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("in UTC it is outside the calendar") from error
    return in_utc.replace(microsecond=0)


def _since_1970(per_second: int, text: str) -> datetime:
    return datetime.fromtimestamp(int(float(text)) // per_second, UTC)


_READ: dict[str, Callable[[str], Scalar]] = {
    "string": str,
    "bool": _bool,
    "float": _decimal,
    "double": _decimal,
    "date": _date,
    **{name: _integer(bits) for name, bits in _BITS.items()},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A property column. `single` allows one value for each vertex; otherwise the values form a set."""

    name: str
    type: str = "string"
    single: bool = False
    array: bool = False
    typed: bool = field(default=True, compare=False)
    """False when the header names no type; the values are texts then."""
    per_second: int = 0
    """1 or 1,000 for dates that are written as seconds or milliseconds since 1970; 0 for all others."""

    @classmethod
    def parse(cls, cell: str) -> "Column":
        """Parse a header cell such as `creationtime:Date(single)`. Raises ValueError with the reason."""
        match = _CELL.fullmatch(cell)
        if match is None:
            raise ValueError(f"the header {cell!r} is not of the form name:type(cardinality)[]")
        kind = (match["type"] or "string").lower()
        kind = _SYNONYMS.get(kind, kind)
        cardinality = (match["cardinality"] or "set").lower()
        if kind not in _READ:
            raise ValueError(f"the header {cell!r} has a type that Neptune does not know")
        if cardinality not in ("single", "set"):
            raise ValueError(f"the header {cell!r} has a cardinality that Neptune does not know")
        if match["array"] and match["cardinality"] and cardinality == "single":
            raise ValueError(f"the header {cell!r} is an array with single cardinality")
        return cls(
            match["name"].replace("\\:", ":"),
            kind,
            cardinality == "single",
            bool(match["array"]),
            bool(match["type"]),
        )

    @property
    def header(self) -> str:
        """The header cell, not yet quoted. Raises ValueError for a name that ends with a backslash."""
        if self.name.endswith("\\"):
            raise ValueError(
                f"the name {self.name} ends with a backslash, which Neptune's headers do not allow"
            )
        escaped = self.name.replace(":", "\\:")
        return f"{escaped}:{self.type.capitalize()}{'(single)' if self.single else ''}{'[]' if self.array else ''}"

    @property
    def form(self) -> str:
        """The type as in a header: `Long`, `String[]`."""
        return f"{self.type.capitalize()}{'[]' if self.array else ''}"

    @property
    def reader(self) -> Callable[[str], Value] | None:
        """A function from a non-empty field to its value, which raises ValueError; None when the text is the value."""
        if self.per_second:
            return partial(_since_1970, self.per_second)
        if self.array:
            return partial(_set, _READ[self.type])
        return None if self.type == "string" else _READ[self.type]


def _set(read: Callable[[str], Scalar], text: str) -> Value:
    """Return the distinct values of an array; one value alone is no set, as in a store. Neptune drops empty parts."""
    values = tuple(dict.fromkeys(read(unescaped(part)) for part in SEPARATOR.split(text) if part))
    return values[0] if len(values) == 1 else values


def unescaped(part: str) -> str:
    """Return one value of an array, or one label, without the backslashes before its semicolons."""
    return part.replace("\\;", ";")


def csv_field(value: Value) -> str:
    """Return a value as a CSV field, quoted if necessary; an empty string becomes an absent value.

    A NUL, which Neptune's loader refuses, becomes U+FFFD. Raises ValueError as `joined` does.
    """
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple):
        return quoted(joined(map(_plain, value)))
    return _plain(value)


def joined(parts: Iterable[str]) -> str:
    """Return the values of an array, or labels, as one text. Raises ValueError where a backslash hides a separator."""
    escaped = [part.replace(";", "\\;") for part in parts]
    if hidden := [part for part in escaped[:-1] if part.endswith("\\")]:
        raise ValueError(
            f"{hidden[0]} ends with a backslash and is one of several values, which Neptune's format does not allow"
        )
    return ";".join(escaped)


def _plain(value: Scalar) -> str:
    if isinstance(value, datetime):
        in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return f"{in_utc.isoformat()[:19]}Z"
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, float) else str(value)


def quoted(text: str) -> str:
    """Return a text as a CSV field, in quotes if necessary."""
    # Readers drop blanks at the ends outside quotes, so such blanks need quotes, as commas and line breaks do.
    # These searches for one character take a fifth of the time of a pattern.
    is_special = '"' in text or "," in text or "\n" in text or "\r" in text or "\0" in text
    if is_special or text != text.strip():
        return '"' + text.replace('"', '""').replace("\0", "\N{REPLACEMENT CHARACTER}") + '"'
    return text
