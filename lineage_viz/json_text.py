"""JSON as every reader accepts it. Python alone writes NaN and infinite numbers bare, which is not JSON (RFC 8259)."""

import json
import math
from collections.abc import Mapping
from typing import Any


def json_text(value: object, **options: Any) -> str:
    """Return a value as JSON, with the options of `json.dumps`. A number that JSON lacks becomes text (`number_text`).

    Raises TypeError for a value that has no form in JSON.
    """
    try:
        return json.dumps(value, allow_nan=False, **options)
    except ValueError:  # only now the value is copied: such numbers are rare
        return json.dumps(_finite(value), allow_nan=False, **options)


def number_text(number: float) -> str:
    """Return a number as text that Python, Java and C read back: `NaN` and `Infinity`, not Python's `nan` and `inf`."""
    if math.isfinite(number):
        return str(number)
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else number_text(value)
    if isinstance(value, Mapping):
        return {_finite(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value
