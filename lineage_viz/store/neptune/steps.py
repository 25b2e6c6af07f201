"""What all traversals are built from: their source, a filter as steps, and the shape of the rows they answer.

Neptune answers vertices as references without properties, so every row is a projection. Where rows are of
several kinds, their keys tell which. Steps that Neptune refuses (lambdas, `io`, graph computers) do not occur.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import P, T, TraversalStrategies, WithOptions
from gremlin_python.structure.graph import Graph

from lineage_viz.store.base import Filter

MARKER = "lineage_viz_snapshot"
"""The label of the vertices that say what is loaded (`marker.py`); no entity, so no question may meet them."""

TIMEOUT = 60_000
"""Milliseconds after which the server gives up a question; Neptune's own default is twice as long."""


def source(timeout: int = TIMEOUT) -> GraphTraversalSource:
    """Where traversals start. They are sent by a runner, so the source itself is connected to nothing."""
    return GraphTraversalSource(Graph(), TraversalStrategies()).with_("evaluationTimeout", timeout)


def entities(g: GraphTraversalSource, *arns: str) -> GraphTraversal:
    """The entities with these ARNs; without any, all there are."""
    return g.V(*arns).has_label(P.neq(MARKER))


def breadth_first(g: GraphTraversalSource) -> GraphTraversalSource:
    """A source whose repetitions go one hop everywhere before the next, on Neptune: its default, made sure of."""
    return g.with_side_effect("Neptune#repeatMode", "BFS")


def first_met(hop: GraphTraversal) -> GraphTraversal:
    """One hop of a repetition, without what an earlier one reached.

    The barrier holds each hop back until it is whole, so that what is met first is nearest: TinkerPop would hurry
    ahead, and with a limit of hops even miss what it met too late.
    """
    return hop.barrier().dedup()


def passing(steps: GraphTraversal, filter_: Filter) -> GraphTraversal:
    """Of the vertices so far, those an entity filter lets through."""
    if filter_.labels:
        steps = steps.has_label(*sorted(filter_.labels))
    if filter_.types:
        typed = __.has("type", P.within(sorted(filter_.types)))
        steps = steps.or_(typed, __.has_not("type")) if "" in filter_.types else steps.filter_(typed)
    if filter_.created_after is not None:
        steps = steps.has("creationtime", P.gte(_second(filter_.created_after, up=True)))
    if filter_.created_before is not None:
        steps = steps.has("creationtime", P.lte(_second(filter_.created_before)))
    return steps


def kind(*more: str) -> GraphTraversal:
    """A vertex's label and type, empty where there is none, as `rows.type_key` reads it; and what `more` names."""
    key = __.project("label", "type", *more).by(T.label)
    return key.by(__.coalesce(__.values("type"), __.constant("")))


def properties(of: Any = __) -> GraphTraversal:
    """An element with all that it has: a vertex as `rows.entity` reads it."""
    found: GraphTraversal = of.value_map().with_(WithOptions.tokens)
    return found


def association() -> GraphTraversal:
    """An edge as `rows.association` reads it."""
    ends = __.project("source", "destination", "edge").by(__.out_v().id_()).by(__.in_v().id_())
    return ends.by(properties())


def _second(time: datetime, *, up: bool = False) -> Any:
    """A bound as what is compared with it: to the second, in UTC."""
    whole = time.astimezone(UTC).replace(microsecond=0)
    return whole + timedelta(seconds=1) if up and time.microsecond else whole
