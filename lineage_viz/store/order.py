"""The order of a list of entities by one of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from lineage_viz.evidence.record import number
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
    VERSION = "version"
    DECISION = "decision"
    SINCE = "since"
    REPLACED = "replaced"
    DEPLOYS = "deploys"
    DURATION = "duration"
    STEP = "step"
    EXECUTION = "execution"
    FILE_VERSION = "file"
    SIZE = "size"
    CHANGED = "changed"
    IMAGE = "image"
    PUSHED = "pushed"
    COMMIT = "commit"
    ACCOUNT = "account"


FACTS: Mapping[SortBy, tuple[str, ...]] = {
    SortBy.DECIDED_BY: ("decidedby",),
    SortBy.LIVE: ("servedby", "serves"),
    SortBy.OWNER: ("owner",),
    SortBy.DECISION: ("approval",),
    SortBy.DEPLOYS: ("deploys",),
    SortBy.STEP: ("step",),
    SortBy.EXECUTION: ("execution",),
    SortBy.FILE_VERSION: ("fileversion",),
    SortBy.IMAGE: ("imagedigest",),
    SortBy.COMMIT: ("commit",),
    SortBy.ACCOUNT: ("account",),
}
"""The texts of each column that shows one: of several, an entity has one."""

NUMBERS: Mapping[SortBy, str] = {
    SortBy.METRIC: "metricvalue",
    SortBy.VERSION: "packageversion",
    SortBy.DURATION: "duration",
    SortBy.SIZE: "filesize",
}
"""The number of each column that is sorted by one."""

TIMES: Mapping[SortBy, str] = {
    SortBy.CREATED: "creationtime",
    SortBy.DECIDED: "decidedat",
    SortBy.SINCE: "servessince",
    SortBy.REPLACED: "replacedat",
    SortBy.CHANGED: "filechanged",
    SortBy.PUSHED: "imagepushed",
}
"""The time of each column of times: people look for the newest first."""


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


def time_of(entity: Entity, by: SortBy) -> datetime | None:
    """Return the time in a column of times, if it is known."""
    value = entity.properties.get(TIMES[by])
    return value if isinstance(value, datetime) else None


def number_of(entity: Entity, by: SortBy) -> float | None:
    """Return the number in a column of numbers, if it is known."""
    return number(entity.properties, NUMBERS[by])


def sort_value(entity: Entity, order: Order) -> bytes | float | int | None:
    """Return the value that an entity is sorted by; None without one. A text is UTF-16, as Gremlin compares it."""
    if order.by in NUMBERS:
        return number_of(entity, order.by)
    if order.by in TIMES:
        at = time_of(entity, order.by)
        return at.timestamp() if at else None
    match order.by:
        case SortBy.NAME:
            text = search_title(entity)
        case SortBy.STATUS:
            text = state_of(entity)
        case SortBy.SOURCE:
            text = entity.source
        case SortBy.ARN:
            text = entity.arn
        case SortBy.TYPE:
            return _places(order.types).get((entity.label, entity.type))
        case _:
            text = next(filter(None, map(entity.text, FACTS[order.by])), "")
    return text.encode("utf-16-be", "surrogatepass") or None


@lru_cache(maxsize=8)
def _places(types: tuple[TypeKey, ...]) -> Mapping[TypeKey, int]:
    return {key: place for place, key in enumerate(types)}
