"""Property values as text or numbers for a file."""

import math
import re
from datetime import UTC, datetime

from lineage_viz.json_text import json_text, number_text
from lineage_viz.model import Scalar, Value

Cell = str | int | float | bool

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARK = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """Return the text with U+FFFD for each character that XML 1.0 or UTF-8 cannot represent."""
    return _NOT_XML.sub(_MARK, text)


def cell(value: Value) -> Cell:
    """Return a value as one text or number: dates in ISO 8601, sets and arrays as JSON, NaN and infinity as text."""
    flat = jsonable(value)
    if isinstance(flat, list):
        return storable(json_text(flat, ensure_ascii=False))
    return storable(flat) if isinstance(flat, str) else flat


def jsonable(value: Value) -> Cell | list[Cell]:
    """Return a value in the types of JSON, which has no NaN and no infinity."""
    return [_scalar(one) for one in value] if isinstance(value, tuple) else _scalar(value)


def _scalar(value: Scalar) -> Cell:
    if isinstance(value, float) and not math.isfinite(value):
        return number_text(value)
    if not isinstance(value, datetime):
        return value
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
