"""The numbers of entities upstream and downstream of an entity."""

from dataclasses import dataclass
from datetime import datetime

from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter


@dataclass(frozen=True, slots=True)
class Reach:
    """The exact numbers of entities upstream and downstream; an entity on a cycle is on both sides."""

    upstream: int
    downstream: int


def reach(store: Store, arn: str, as_of: datetime | None = None) -> Reach:
    """Count everything upstream and downstream of an entity, as of a time. Sends two questions to the store.

    Raises EntityNotFound.
    """
    filter_ = Filter(as_of=as_of)
    # The smallest cap: a trace counts the entities that it leaves out, and their data is not needed.
    up = store.trace([arn], down=0, filter_=filter_, cap=1).truncated
    down = store.trace([arn], up=0, filter_=filter_, cap=1).truncated
    return Reach(up.left_out or 0 if up else 0, down.left_out or 0 if down else 0)
