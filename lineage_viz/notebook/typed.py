"""The types of the columns of a frame: the same ones in each frame, also without a value."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lineage_viz.evidence.columns import OF_DAY
from lineage_viz.model import UNRESOLVED
from lineage_viz.snapshot.column import Column
from lineage_viz.snapshot.schema import SAGEMAKER

if TYPE_CHECKING:
    import pandas as pd

TIME = "datetime64[us, UTC]"
_OF_TYPE: Mapping[str, str] = {"date": TIME, "int": "Int64", "double": "float64", "bool": "boolean"}
"""The types of pandas for those of a snapshot; all others are text."""

TEXT = "text"
_OWN: Mapping[str, str] = {
    **dict.fromkeys(("arn", "title", "type", "label", "state", "warning", "source", "destination"), TEXT),
    **dict.fromkeys(("check", "severity", "outcome", "sentence"), TEXT),
    "created": TIME,
    "steps": "Int64",
    "waived": "boolean",
    UNRESOLVED: "bool",
}
_HOLDS: Mapping[str, tuple[type, ...]] = {
    TIME: (datetime,),
    "Int64": (int,),
    "float64": (float, int),
    "boolean": (bool,),
    "bool": (bool,),
    TEXT: (str,),
}


def _recorded() -> Mapping[str, str]:
    of_day = [Column.parse(cell) for cells in OF_DAY.values() for cell in cells]
    every = [
        *(each for columns in SAGEMAKER.vertices.values() for each in columns),
        *SAGEMAKER.edges,
        *of_day,
    ]
    return {each.name: _OF_TYPE.get(each.type, TEXT) for each in every}


_TYPES: Mapping[str, str] = {**_recorded(), **_OWN}


def typed(name: str, values: Sequence[object]) -> "pd.Series":
    """Return the values of a column with its type; one of another tool has the type of what it holds.

    Values that the type of the column does not hold stay as they are.
    """
    known = {type(each) for each in values if each is not None}
    own = _TYPES.get(name)
    return as_type(own if own and _holds(own, known) else _type_of(known), values)


def as_type(wanted: str, values: Sequence[object]) -> "pd.Series":
    """Return values as a series of a type: `text` is pandas' own type for text."""
    import pandas as pd

    if wanted == TIME:
        return pd.Series(pd.to_datetime(pd.Series(list(values), dtype=object), utc=True)).astype(TIME)
    # In pandas 2, text is objects.
    return pd.Series(list(values), dtype=pd.Series([""]).dtype if wanted == TEXT else wanted)


def _type_of(known: Iterable[type]) -> str:
    found = set(known)
    if not found:
        return TEXT
    return next((each for each in _HOLDS if found <= set(_HOLDS[each])), "object")


def _holds(wanted: str, known: Iterable[type]) -> bool:
    return set(known) <= set(_HOLDS[wanted])
