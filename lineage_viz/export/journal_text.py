"""The values of a journal as JSON: times are exact."""

from datetime import UTC, datetime
from typing import Any

from lineage_viz.json_text import json_text
from lineage_viz.sagemaker_lineage.summaries import with_times

_TIME = "~time"


def journal_text(value: object) -> str:
    """The value as JSON in one line."""
    return json_text(value, default=_packed)


def unpacked(value: dict[str, Any]) -> object:
    """A hook for a JSON parser: the value with its times, those of this module and those of SageMaker's answers."""
    # Our times are floats; SageMaker's own maps have only text, also under this key.
    is_time = value.keys() == {_TIME} and isinstance(value[_TIME], float)
    return datetime.fromtimestamp(value[_TIME], UTC) if is_time else with_times(value)


def _packed(value: object) -> dict[str, float]:
    if isinstance(value, datetime):
        return {_TIME: value.timestamp()}
    raise TypeError(f"{type(value).__name__} in an API record")
