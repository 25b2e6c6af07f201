"""The lease: one vertex that names the process that may change the graph now. Its holder renews it while it works.

It is taken, renewed and given back by requests that also check its present holder, and each change of the graph
carries the same check. So a holder that was frozen, and whose lease another process has taken since, changes nothing
more. Neptune runs a request as one transaction (Neptune User Guide, "Transaction isolation levels").
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import Cardinality, T

from lineage_viz.store.neptune.rows import Row
from lineage_viz.store.neptune.steps import LEASE


@dataclass(frozen=True, slots=True)
class Lease:
    """A right to change the graph. `holder` identifies one run of one process.

    `by` names the person and the host, `doing` the change. `until` is by the holder's clock. `seat` identifies the
    lock on the holder's machine: whoever has the same lock now knows that the holder has ended. `source` is the address
    of the files that the holder loads: the loader goes on when the holder has ended.
    """

    holder: str
    by: str
    doing: str
    since: datetime
    until: datetime
    seat: str
    source: str = ""
    unreadable: bool = False
    """True for one that something else has written: it names no holder that could renew it."""


_NAMES = {each.name for each in fields(Lease)} - {"unreadable"}
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def read(g: GraphTraversalSource) -> GraphTraversal:
    """Read the lease, one row or none: `g.V(LEASE).has('holder').valueMap()`."""
    return g.V(LEASE).has("holder").value_map()


def take(g: GraphTraversalSource, lease: Lease) -> GraphTraversal:
    """Take a lease that nobody has; no row when somebody has it.

    `g.mergeV([T.id: LEASE, T.label: LEASE]).not(has('holder')).property(single,'holder',…)….id()`
    """
    return _written(g.merge_v({T.id: LEASE, T.label: LEASE}).not_(__.has("holder")), lease)


def take_over(g: GraphTraversalSource, lease: Lease, before: Lease) -> GraphTraversal:
    """Take a lease from a holder that has not renewed it since it was read; no row otherwise.

    `g.V(LEASE).has('holder',…).has('until',…).property(single,'holder',…)….id()`
    """
    there = held(g, before.holder)
    unchanged = there if before.unreadable else there.has("until", before.until.isoformat())
    return _written(unchanged, lease)


def renew(g: GraphTraversalSource, lease: Lease) -> GraphTraversal:
    """Renew a lease, with its source; no row when another process holds it.

    `g.V(LEASE).has('holder',…).property(single,'until',…).property(single,'source',…).id()`
    """
    renewed = held(g, lease.holder).property(Cardinality.single, "until", lease.until.isoformat())
    return renewed.property(Cardinality.single, "source", lease.source).id_()


def give_back(g: GraphTraversalSource, holder: str) -> GraphTraversal:
    """Give the lease back, if it still is this holder's: `g.V(LEASE).has('holder',…).drop()`."""
    return held(g, holder).drop()


def held(steps: Any, holder: str) -> GraphTraversal:
    """Go to the lease if this holder has it: `….V(LEASE).has('holder',…)`."""
    here: GraphTraversal = steps.V(LEASE).has("holder", holder)
    return here


def while_held(steps: GraphTraversal, holder: str) -> GraphTraversal:
    """Keep elements only while this holder has the lease: `….where(V(LEASE).has('holder',…))`."""
    return steps.where(held(__, holder))


def as_row(lease: Lease) -> Row:
    """Return the row of a lease as `read` would answer it, for a place outside the graph."""
    return {name: [text] for name, text in _texts(lease).items()}


def as_lease(answer: list[Row]) -> Lease | None:
    """Map the answer of `read`. One that cannot be read has ended long ago: the next change takes it over."""
    return next(map(_lease, answer), None)


def _lease(row: Row) -> Lease:
    try:
        texts = {name: str(row[name][0]) for name in _NAMES}
        since, until = (_time(texts.pop(name)) for name in ("since", "until"))
        return Lease(since=since, until=until, unreadable=False, **texts)
    except (KeyError, ValueError, IndexError):
        # A server without transactions shows a lease that is half written, too: it is whole a moment later.
        holder = next(iter(row.get("holder", ())), "")
        doing = "a change whose lease cannot be read"
        return Lease(holder, "somebody", doing, _LONG_AGO, _LONG_AGO, "", unreadable=True)


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a time without a time zone")
    return time


def _written(steps: GraphTraversal, lease: Lease) -> GraphTraversal:
    for name, text in _texts(lease).items():
        steps = steps.property(Cardinality.single, name, text)
    return steps.id_()


def _texts(lease: Lease) -> dict[str, str]:
    return {
        "holder": lease.holder,
        "by": lease.by,
        "doing": lease.doing,
        "since": lease.since.isoformat(),
        "until": lease.until.isoformat(),
        "seat": lease.seat,
        "source": lease.source,
    }
