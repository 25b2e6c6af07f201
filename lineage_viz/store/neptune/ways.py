"""Paths in one round trip: the query fetches the entities between two ends, and Python searches the paths."""

from collections.abc import Iterable, Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import P, T

from lineage_viz.errors import EntityNotFound
from lineage_viz.store.base import Paths
from lineage_viz.store.neptune.rows import Row
from lineage_viz.store.neptune.steps import breadth_first, entities, first_met
from lineage_viz.store.simple_paths import TOO_MANY, paths_between

MOST_BETWEEN = 20_000
"""Maximum number of fetched entities between two ends, nearest to the source first: a few megabytes."""

_UPSTREAM = "upstream"


def between(g: GraphTraversalSource, source: str, destination: str, max_hops: int) -> GraphTraversal:
    """Read one row for each existing end, and one for each entity between them, with its next entities.

    More than MOST_BETWEEN rows mean that more entities exist.

    `g.V(source,destination)….fold().union(unfold().project('end').by(T.id),
    unfold().hasId(destination).emit().repeat(in().barrier().dedup()).times(max_hops).aggregate('upstream')
    .cap('upstream').unfold().dedup().hasId(source)
    .emit().repeat(out().where(within('upstream')).barrier().dedup()).times(max_hops).dedup().limit(MOST_BETWEEN + 1)
    .project('arn','next').by(T.id).by(out().where(within('upstream')).dedup().id().fold()))`
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
    """Map the answer of `between`. Raises EntityNotFound."""
    rows = list(answer)
    for arn in ends:
        if {"end": arn} not in rows:
            raise EntityNotFound(arn)
    successors = {row["arn"]: row["next"] for row in rows if "arn" in row}
    if len(successors) > MOST_BETWEEN:
        successors.popitem()
        paths = _paths(successors, ends, limit, max_hops)
        return Paths(paths.paths, paths.truncated or TOO_MANY)
    return _paths(successors, ends, limit, max_hops)


def _paths(answered: dict[str, Sequence[str]], ends: tuple[str, str], limit: int, max_hops: int) -> Paths:
    known = dict.fromkeys(ends, ()) | answered
    successors = {arn: {other: None for other in others if other in known} for arn, others in known.items()}
    predecessors: dict[str, dict[str, None]] = {arn: {} for arn in known}
    for arn, others in successors.items():
        for other in others:
            predecessors[other][arn] = None
    return paths_between(successors, predecessors, ends, limit, max_hops)


def _reach(start: GraphTraversal, hop: GraphTraversal, depth: int) -> GraphTraversal:
    """Add the vertices within `depth` hops to a vertex."""
    return start.emit().repeat(first_met(hop)).times(depth) if depth > 0 else start
