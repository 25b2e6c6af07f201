"""Property values as text or numbers for a file."""

import math
import re
from datetime import UTC, datetime

from lineage_viz.approval import is_approval
from lineage_viz.evidence.columns import NAMES
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.evidence.failure import PIPELINE, REASON, failure_reason, pipeline_of
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import values as fact_values
from lineage_viz.evidence.words import warning
from lineage_viz.json_text import json_text, number_text
from lineage_viz.model import Entity, Properties, Scalar, Value

Cell = str | int | float | bool

FACTS = NAMES - {"decisions", SOURCES}
"""The properties that a file has in words instead. The list of decisions and the sources stay as they are."""

OF_ACTION = "status of the action"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARK = "\N{REPLACEMENT CHARACTER}"


def recorded(entity: Entity) -> Properties:
    """Return the properties without the facts, which a file has in words, and without an `arn` that repeats its own.

    The status of an approval says only that its recording has completed, so it has another name.
    """
    return {
        OF_ACTION if name == "status" and is_approval(entity) else name: value
        for name, value in entity.properties.items()
        if name not in FACTS and (name != "arn" or value != entity.arn)
    }


def in_words(entity: Entity) -> dict[str, Value]:
    """Return the state, the warning and the facts of an entity by their words; a file has the same for all kinds."""
    found: dict[str, Value] = {
        "State": state_of(entity),
        "Warning": warning(entity),
        REASON: failure_reason(entity),
        PIPELINE: pipeline_of(entity),
        **fact_values(entity),
    }
    return {name: value for name, value in found.items() if value != ""}


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
