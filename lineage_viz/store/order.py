"""The order of a list of entities by one of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from lineage_viz.evidence.state import state_of
from lineage_viz.model import Entity, TypeKey
from lineage_viz.search_text import search_title


class SortBy(StrEnum):
    """The columns that a list can be sorted by."""

    NAME = "name"
    TYPE = "type"
    STATUS = "status"
    CREATED = "created"
    SOURCE = "source"
    ARN = "arn"
    DECIDED_BY = "person"
    DECIDED = "decided"
    LIVE = "live"
    OWNER = "owner"
    METRIC = "metric"


FACTS: Mapping[SortBy, tuple[str, ...]] = {
    SortBy.DECIDED_BY: ("decidedby",),
    SortBy.LIVE: ("servedby", "serves"),
    SortBy.OWNER: ("owner",),
    SortBy.METRIC: ("keymetric",),
}
"""The facts of each column that shows one: of several, an entity has one."""


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by one column. Entities without a value come last, in both directions; equal ones as in `Store.search`.

    Names are compared with their case folded, other texts as they are recorded.
    `types` is needed for TYPE alone: all types, in ascending order. The words on screen decide this order, and no
    database knows them. Other types have no value.
    """

    by: SortBy
    descending: bool = False
    types: tuple[TypeKey, ...] = ()


DATES = (SortBy.CREATED, SortBy.DECIDED)
"""The columns of times: people look for the newest first."""


def decided_at(entity: Entity) -> datetime | None:
    """Return the time of the last decision about a package, if it is known."""
    value = entity.properties.get("decidedat")
    return value if isinstance(value, datetime) else None


def sort_value(entity: Entity, order: Order) -> bytes | float | int | None:
    """Return the value that an entity is sorted by; None without one. A text is UTF-16, as Gremlin compares it."""
    match order.by:
        case SortBy.NAME:
            text = search_title(entity)
        case SortBy.STATUS:
            text = state_of(entity)
        case SortBy.SOURCE:
            text = entity.source
        case SortBy.ARN:
            text = entity.arn
        case SortBy.DECIDED_BY | SortBy.LIVE | SortBy.OWNER | SortBy.METRIC:
            text = next(filter(None, map(entity.text, FACTS[order.by])), "")
        case SortBy.CREATED:
            return entity.created.timestamp() if entity.created else None
        case SortBy.DECIDED:
            decided = decided_at(entity)
            return decided.timestamp() if decided else None
        case SortBy.TYPE:
            return _places(order.types).get((entity.label, entity.type))
    return text.encode("utf-16-be", "surrogatepass") or None


@lru_cache(maxsize=8)
def _places(types: tuple[TypeKey, ...]) -> Mapping[TypeKey, int]:
    return {key: place for place, key in enumerate(types)}
