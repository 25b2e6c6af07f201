"""Paths in one round trip: what lies between two entities is fetched, and the paths are sought there."""

from collections.abc import Iterable, Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import P, T

from lineage_viz.errors import EntityNotFound
from lineage_viz.store.base import Paths
from lineage_viz.store.neptune.rows import Row
from lineage_viz.store.neptune.steps import breadth_first, entities, first_met
from lineage_viz.store.simple_paths import TOO_MANY, paths_between

MOST_BETWEEN = 20_000
"""Entities between two others that are fetched, those nearest to the source first; a few megabytes."""

_UPSTREAM = "upstream"


def between(g: GraphTraversalSource, source: str, destination: str, max_hops: int) -> GraphTraversal:
    """A row for each end there is, and one for each entity on a way, with where it leads on that way.

    One row more than MOST_BETWEEN says that there is more.
    """
    ends = entities(breadth_first(g), *dict.fromkeys((source, destination))).fold()
    upstream = _reach(__.unfold().has_id(destination), __.in_(), max_hops).aggregate(_UPSTREAM)
    onwards = __.out().where(P.within(_UPSTREAM)).dedup()
    walk = upstream.cap(_UPSTREAM).unfold().dedup().has_id(source)
    walk = _reach(walk, __.out().where(P.within(_UPSTREAM)), max_hops).dedup().limit(MOST_BETWEEN + 1)
    return ends.union(
        __.unfold().project("end").by(T.id),
        walk.project("arn", "next").by(T.id).by(onwards.id_().fold()),
    )


def as_paths(answer: Iterable[Row], ends: tuple[str, str], limit: int, max_hops: int) -> Paths:
    """The answer of `between`. Raises EntityNotFound."""
    rows = list(answer)
    for arn in ends:
        if {"end": arn} not in rows:
            raise EntityNotFound(arn)
    ways = {row["arn"]: row["next"] for row in rows if "arn" in row}
    if len(ways) > MOST_BETWEEN:
        ways.popitem()
        found = _seek(ways, ends, limit, max_hops)
        return Paths(found.paths, found.truncated or TOO_MANY)
    return _seek(ways, ends, limit, max_hops)


def _seek(ways: dict[str, Sequence[str]], ends: tuple[str, str], limit: int, max_hops: int) -> Paths:
    ways = dict.fromkeys(ends, ()) | ways
    successors = {arn: {other: None for other in others if other in ways} for arn, others in ways.items()}
    predecessors: dict[str, dict[str, None]] = {arn: {} for arn in ways}
    for arn, others in successors.items():
        for other in others:
            predecessors[other][arn] = None
    return paths_between(successors, predecessors, ends, limit, max_hops)


def _reach(start: GraphTraversal, hop: GraphTraversal, depth: int) -> GraphTraversal:
    """A vertex and what is within some hops of it."""
    return start.emit().repeat(first_met(hop)).times(depth) if depth > 0 else start
