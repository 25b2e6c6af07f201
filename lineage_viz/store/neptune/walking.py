"""A trace in one round trip: the walk, the cap, the expanded sides, and the data of all kept vertices.

Each reached vertex carries a number (Gremlin's sack): twice its distance, plus one if downstream. The lowest number
of a vertex is its nearer distance, upstream if equal. A vertex beside the walk carries -1, and one that the n-th
expansion adds -2 - n.
"""

from collections.abc import Iterable
from types import MappingProxyType

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import Column, Operator, P, Scope, T

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Direction, Subgraph, association_order
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED, Trace, cut_at
from lineage_viz.store.filter import Filter
from lineage_viz.store.neptune import rows
from lineage_viz.store.neptune.steps import (
    breadth_first,
    edges,
    entities,
    first_met,
    hop,
    passing,
    properties,
)
from lineage_viz.store.walk import further

_NUMBERED, _KEPT, _MET = "numbered", "kept", "met"


def trace(g: GraphTraversalSource, question: Trace) -> GraphTraversal:
    """Read the count of found vertices, and one row for each kept vertex: its number and data.

    For one focus without expanded sides (more foci are folded, expanded sides add `sideEffect` steps):

    `g.withSack(0).V(focus)….union(identity(), repeat(in().barrier().dedup().sack(sum).by(constant(2)))
    .emit().times(up), sack(assign).by(constant(1)).repeat(out()…).emit().times(down)).group().by().by(sack().min())
    .union(count(local), unfold().order().by(values).by(select(keys).id()).limit(cap).aggregate('kept').by(keys)
    .map(project('number','entity','associations')…))`
    """
    focus = entities(breadth_first(g).with_sack(0), *question.focus)
    if _is_folded(question):
        focus = focus.fold()
    # `group` gives one entry for each vertex. `order().dedup()` would not: TinkerPop swaps the two steps.
    reached = focus.union(*_ways(question)).group().by().by(__.sack().min_())
    if question.expand or question.beside:
        return _expanded(reached.unfold().aggregate(_MET).by(Column.keys), question)
    return reached.union(__.count(Scope.local), _nearest(__.unfold(), question).map(_data(question)))


def as_subgraph(answer: Iterable[rows.Row], question: Trace) -> Subgraph:
    """Map the answer of `trace`. Raises EntityNotFound."""
    found = 0
    kept: dict[str, rows.Row] = {}
    for row in answer:
        if isinstance(row, int):
            found = row
        else:
            kept[row["entity"][T.id]] = row
    for arn in question.focus:
        if arn not in kept:
            raise EntityNotFound(arn)
    hops = _hops({arn: row["number"] for arn, row in kept.items()}, question)
    links = (
        rows.association({**each, "destination": arn})
        for arn, row in kept.items()
        for each in row["associations"]
    )
    return Subgraph(
        entities=tuple(rows.entity(kept[arn]["entity"]) for arn in hops),
        associations=tuple(sorted(links, key=association_order)),
        focus=question.focus,
        hops=MappingProxyType(hops),
        truncated=cut_at(len(hops), found - len(hops)),
    )


def _nearest(reached: GraphTraversal, question: Trace) -> GraphTraversal:
    """Keep the nearest of the reached entries, up to the cap."""
    nearest = reached.order().by(Column.values).by(_vertex().id_())
    return nearest.limit(max(question.cap, len(question.focus))).aggregate(_KEPT).by(Column.keys)


def _expanded(reached: GraphTraversal, question: Trace) -> GraphTraversal:
    """Expand the sides of the nearest, then read the count of all that were met, and the data of the kept vertices.

    A vertex that the walk left out may come in beside it or by an expansion: each one counts once.
    """
    steps = _nearest(reached, question).aggregate(_NUMBERED).count()
    if question.beside:
        steps = steps.side_effect(_beside(question))
    for number, (side, arn) in enumerate(question.expand):
        steps = steps.side_effect(_expansion(number, side, arn, question.filter_))
    return steps.union(__.cap(_MET).unfold().dedup().count(), __.cap(_NUMBERED).unfold().map(_data(question)))


def _beside(question: Trace) -> GraphTraversal:
    """Keep the vertices beside the walk that it has not kept."""
    arns = (arn for arn, _ in question.beside)
    there = passing(entities(__, *arns), question.filter_).where(P.without(_KEPT)).dedup().aggregate(_MET)
    return _keep(there.group().by().by(__.constant(-1)).unfold())


def _vertex() -> GraphTraversal:
    return __.select(Column.keys)


def _keep(entries: GraphTraversal) -> GraphTraversal:
    """Keep entries: vertices with their numbers. Their data is read at the end, when all kept ones are known."""
    return entries.aggregate(_NUMBERED).select(Column.keys).aggregate(_KEPT)


def _ways(question: Trace) -> list[GraphTraversal]:
    """Return the focus itself, and the walk to each side."""
    itself = __.unfold() if _is_folded(question) else __.identity()
    ways = [itself]
    for side, depth in ((Direction.UPSTREAM, question.up), (Direction.DOWNSTREAM, question.down)):
        if depth > 0:
            start = __.unfold() if _is_folded(question) else __
            met = (
                first_met(_but(hop(start, side, question.filter_), question.without))
                .sack(Operator.sum_)
                .by(__.constant(2))
            )
            way = (__ if side is Direction.UPSTREAM else _numbered(1)).repeat(met).emit()
            ways.append(way if depth >= UNLIMITED else way.times(depth))
    return ways


def _but(steps: GraphTraversal, arns: frozenset[str]) -> GraphTraversal:
    return steps.not_(__.has_id(*sorted(arns))) if arns else steps


def _is_folded(question: Trace) -> bool:
    """True when several foci are folded into one start: a repetition would otherwise walk from each of them."""
    return len(question.focus) > 1


def _numbered(number: int) -> GraphTraversal:
    return __.sack(Operator.assign).by(__.constant(number))


def _expansion(number: int, side: Direction, arn: str, filter_: Filter) -> GraphTraversal:
    """Keep the vertices one hop further on a side of an entity, if the entity is already kept."""
    beyond = hop(__.cap(_KEPT).unfold().has_id(arn), side, filter_).where(P.without(_KEPT)).dedup()
    beyond = beyond.aggregate(_MET).order().by(T.id).limit(DEFAULT_CAP)
    return _keep(beyond.group().by().by(__.constant(-2 - number)).unfold())


def _data(question: Trace) -> GraphTraversal:
    """Read the data of one kept vertex: its properties, and the associations from other kept vertices."""
    # Incoming associations, not outgoing: shared images and data lead to thousands of jobs, but nothing leads to them.
    incoming = edges(_vertex(), Direction.UPSTREAM, question.filter_)
    from_kept = incoming.where(__.out_v().where(P.within(_KEPT)))
    # The steps are written out, because the server applies all its strategies again to every nested traversal.
    associations = from_kept.project("source", "edge").by(__.out_v().id_()).by(properties())
    return (
        __.project("number", "entity", "associations")
        .by(Column.values)
        .by(properties(_vertex()))
        .by(associations.fold())
    )


def _hops(numbers: dict[str, int], question: Trace) -> dict[str, int]:
    """Return signed hops, nearest first, upstream first, then by ARN; then those of each expansion, by ARN."""
    beside = dict(question.beside)
    walked = sorted((number, arn) for arn, number in numbers.items() if number >= 0)
    hops = {arn: number // 2 if number % 2 else -(number // 2) for number, arn in walked}
    added = sorted((-1 - number, arn) for arn, number in numbers.items() if number < 0)
    for number, arn in added:
        if number == 0:  # beside the walk
            hops[arn] = beside[arn]
            continue
        side, start = question.expand[number - 1]
        hops[arn] = further(hops[start], side)
    return hops
