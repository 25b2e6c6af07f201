"""Lineage as data frames of pandas."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.columns import names_of
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.evidence.record import RECORD
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import warning
from lineage_viz.model import Association, Entity, Value
from lineage_viz.title import title

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Value | int | None]

_WHOLE = frozenset({RECORD, SOURCES, "decisions"})
"""Properties that are JSON for the product itself: their parts are facts."""


def entity_frame(
    entities: Iterable[Entity], hops: Mapping[str, int] = MappingProxyType({}), extent: str = ""
) -> "pd.DataFrame":
    """Return a row for each entity: its identity, its state, and every fact and property by its name.

    The attribute `extent` of the frame has the words about its completeness.
    """
    first = ("arn", "title", "type", "label", "state", "warning", "created", *(["steps"] if hops else []))
    made = frame(first, (_entity_row(each, hops) for each in entities))
    if extent:
        made.attrs["extent"] = extent
    return made


def association_frame(associations: Iterable[Association]) -> "pd.DataFrame":
    """Return a row for each association: its ends, its type, and every property by its name."""
    rows = (
        {**each.properties, "source": each.source, "type": str(each.type), "destination": each.destination}
        for each in associations
    )
    return frame(("source", "type", "destination"), rows)


def _entity_row(entity: Entity, hops: Mapping[str, int]) -> Row:
    facts: Row = dict.fromkeys(name for name in names_of(entity) if name not in _WHOLE)
    recorded = {name: value for name, value in entity.properties.items() if name not in _WHOLE}
    own: Row = {
        "arn": entity.arn,
        "title": title(entity),
        "type": entity.type,
        "label": str(entity.label),
        "state": state_of(entity),
        "warning": warning(entity),
        "created": entity.created,
    }
    return {**facts, **recorded, **own, **({"steps": hops.get(entity.arn)} if hops else {})}


def frame(first: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> "pd.DataFrame":
    """Return rows as a frame: these columns first, the others by name. Raises LineageVizError without pandas."""
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise LineageVizError("A data frame needs pandas. Install it with: pip install pandas") from error

    every = list(rows)
    others = sorted({name for row in every for name in row}.difference(first))
    return pd.DataFrame(every, columns=[*first, *others])
