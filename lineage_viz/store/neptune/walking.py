"""A trace in one round trip: the walk, the cut, the sides expanded, and all that is told of what is kept.

Each vertex reached carries a number (Gremlin's sack): twice its distance, and one more downstream. The lowest of
a vertex is where it is nearer, upstream if equal. What the n-th expansion adds carries -1 - n.
"""

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import Column, Operator, P, Scope, T

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Direction, Subgraph, association_order
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED, Filter, Trace, cut_at
from lineage_viz.store.neptune import rows
from lineage_viz.store.neptune.steps import breadth_first, entities, first_met, passing, properties

_NUMBERED, _KEPT, _FOUND = "numbered", "kept", "found"


def trace(g: GraphTraversalSource, question: Trace) -> GraphTraversal:
    """Numbers that sum up to what is found, and a row for each vertex kept: its number, and what is told of it."""
    focus = entities(breadth_first(g).with_sack(0), *question.focus)
    if _is_folded(question):
        focus = focus.fold()
    # One entry for each vertex reached; `order().dedup()` would not do, which TinkerPop turns round.
    reached = focus.union(*_ways(question)).group().by().by(__.sack().min_())
    return reached.union(__.count(Scope.local), *_expanded(_nearest(__.unfold(), question), question))


def as_subgraph(answer: Iterable[rows.Row], question: Trace) -> Subgraph:
    """The answer of `trace`. Raises EntityNotFound."""
    found = 0
    told: dict[str, rows.Row] = {}
    for row in answer:
        if isinstance(row, int):
            found += row
        else:
            told[row["entity"][T.id]] = row
    for arn in question.focus:
        if arn not in told:
            raise EntityNotFound(arn)
    hops = _hops({arn: row["number"] for arn, row in told.items()}, question.expand)
    links = (
        rows.association({**each, "destination": arn})
        for arn, row in told.items()
        for each in row["associations"]
    )
    return Subgraph(
        entities=tuple(rows.entity(told[arn]["entity"]) for arn in hops),
        associations=tuple(sorted(links, key=association_order)),
        focus=question.focus,
        hops=MappingProxyType(hops),
        truncated=cut_at(len(hops), found - len(hops)),
    )


def _nearest(reached: GraphTraversal, question: Trace) -> GraphTraversal:
    """Of the entries reached, those that are kept: the nearest."""
    nearest = reached.order().by(Column.values).by(_vertex().id_())
    return nearest.limit(max(question.cap, len(question.focus))).aggregate(_KEPT).by(Column.keys)


def _expanded(nearest: GraphTraversal, question: Trace) -> list[GraphTraversal]:
    """All that is told of what is kept, and how much was found by expansions: only then is it known what is kept."""
    if not question.expand:
        return [nearest.map(_told(question))]
    steps = nearest.aggregate(_NUMBERED).count()
    for number, (side, arn) in enumerate(question.expand):
        steps = steps.side_effect(_expansion(number, side, arn, question.filter_))
    return [
        steps.union(
            __.cap(_FOUND).select(Column.values).unfold(), __.cap(_NUMBERED).unfold().map(_told(question))
        )
    ]


def _vertex() -> GraphTraversal:
    return __.select(Column.keys)


def _keep(entries: GraphTraversal) -> GraphTraversal:
    """Keep vertices with their numbers. Of each all is told at the end, when it is known which others are kept."""
    return entries.aggregate(_NUMBERED).select(Column.keys).aggregate(_KEPT)


def _ways(question: Trace) -> list[GraphTraversal]:
    """The focus itself, and the walk to each side."""
    each = __.unfold() if _is_folded(question) else __.identity()
    ways = [each]
    for side, depth in ((Direction.UPSTREAM, question.up), (Direction.DOWNSTREAM, question.down)):
        if depth > 0:
            start = __.unfold() if _is_folded(question) else __
            hop = first_met(_hop(start, side, question.filter_)).sack(Operator.sum_).by(__.constant(2))
            way = (__ if side is Direction.UPSTREAM else _numbered(1)).repeat(hop).emit()
            ways.append(way if depth >= UNLIMITED else way.times(depth))
    return ways


def _is_folded(question: Trace) -> bool:
    """Whether the walk is from several as one: a repetition takes one at a time."""
    return len(question.focus) > 1


def _numbered(number: int) -> GraphTraversal:
    return __.sack(Operator.assign).by(__.constant(number))


def _hop(steps: GraphTraversal, side: Direction, filter_: Filter) -> GraphTraversal:
    """One association further to a side, to what passes."""
    types = sorted(filter_.associations)
    return passing(steps.in_(*types) if side is Direction.UPSTREAM else steps.out(*types), filter_)


def _expansion(number: int, side: Direction, arn: str, filter_: Filter) -> GraphTraversal:
    """What is one hop further to a side of an entity, if that is kept by now."""
    beyond = _hop(__.cap(_KEPT).unfold().has_id(arn), side, filter_).where(P.without(_KEPT)).dedup()
    beyond = beyond.group_count(_FOUND).by(__.constant(str(number))).order().by(T.id).limit(DEFAULT_CAP)
    return _keep(beyond.group().by().by(__.constant(-1 - number)).unfold())


def _told(question: Trace) -> GraphTraversal:
    """All that is told of one vertex kept: itself, and the associations from others kept."""
    # Those to it, not those from it: what jobs share (images, data) leads to thousands, and nothing to it.
    from_kept = (
        _vertex().in_e(*sorted(question.filter_.associations)).where(__.out_v().where(P.within(_KEPT)))
    )
    # Written out, as every traversal within another has the server look through all its strategies again.
    associations = from_kept.project("source", "edge").by(__.out_v().id_()).by(properties())
    return (
        __.project("number", "entity", "associations")
        .by(Column.values)
        .by(properties(_vertex()))
        .by(associations.fold())
    )


def _hops(numbers: dict[str, int], expand: Sequence[tuple[Direction, str]]) -> dict[str, int]:
    """Signed hops, nearest first, upstream first, then by ARN; then what each expansion added, by ARN."""
    walked = sorted((number, arn) for arn, number in numbers.items() if number >= 0)
    hops = {arn: number // 2 if number % 2 else -(number // 2) for number, arn in walked}
    added = sorted((-1 - number, arn) for arn, number in numbers.items() if number < 0)
    for number, arn in added:
        side, beside = expand[number]
        hops[arn] = hops[beside] + (-1 if side is Direction.UPSTREAM else 1)
    return hops
