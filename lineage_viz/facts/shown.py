"""A recorded value as text: it is untrusted, and may be of any type and length."""

import json
import math
from collections.abc import Mapping
from datetime import datetime

from lineage_viz.json_text import json_text, number_text
from lineage_viz.words import ELLIPSIS, moment, plain

_LONGEST = 50_000
"""The largest number of characters of one value that a browser gets; SageMaker's values are far shorter."""


def shown(value: object) -> str:
    """Return a recorded value as plain text of several lines: 4.0 as 4, a time as all dates, a structure as JSON."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, float) and not math.isfinite(value):
        return number_text(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        text = value if isinstance(value, str) else json_text(value, ensure_ascii=False, default=str)
    except RecursionError:  # nested at the limit: json reads one level more than it writes
        text = ELLIPSIS
    return "\n".join(plain(line, _LONGEST) for line in text[:_LONGEST].splitlines())


def structured(value: object) -> Mapping[str, object] | None:
    """Return the mapping in a value that is a JSON object or list; None for any other value."""
    if not isinstance(value, str) or value[:1] not in "{[" or not value:
        return None
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return as_mapping(parsed)


def as_mapping(parsed: object) -> Mapping[str, object] | None:
    """Return an object of JSON as it is, and a list by the names of its items; None for any other value."""
    if isinstance(parsed, Mapping):
        return parsed
    if not isinstance(parsed, list):
        return None
    rows: dict[str, object] = {}
    for number, item in enumerate(parsed, 1):
        name = _row_name(item, number)
        while name in rows:
            name = f"{name} ({number})"
        rows[name] = item
    return rows


def _row_name(item: object, number: int) -> str:
    """Return the name of a list item: its first property that ends in `Name`, else its number."""
    named = item.items() if isinstance(item, Mapping) else ()
    return next((str(value) for key, value in named if str(key).endswith("Name")), str(number))
