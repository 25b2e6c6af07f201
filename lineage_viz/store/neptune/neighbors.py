"""What is one association away from an entity, and how much that is."""

from collections.abc import Iterable, Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import T

from lineage_viz.model import Direction
from lineage_viz.store.base import Filter, Neighbor
from lineage_viz.store.neptune import rows
from lineage_viz.store.neptune.steps import association, entities, passing, properties


def neighbors(
    g: GraphTraversalSource, arn: str, sides: Sequence[Direction], filter_: Filter
) -> GraphTraversal:
    """A row for each association, and one for the entity itself: none of either when there is no such entity."""
    itself = __.project("side").by(__.constant(""))
    return entities(g, arn).union(itself, *(_side(side, filter_) for side in sides))


def as_neighbors(answer: Sequence[rows.Row]) -> tuple[Neighbor, ...]:
    """The answer of `neighbors`, in the order the contract promises."""
    found = [
        Neighbor(rows.entity(row["entity"]), rows.association(row["association"]), Direction(row["side"]))
        for row in answer
        if row["side"]
    ]
    return tuple(sorted(found, key=_order))


def degrees(g: GraphTraversalSource, arns: Sequence[str]) -> GraphTraversal:
    """A row for each of these entities: how many are next to it on either side."""
    told = entities(g, *arns).project("arn", "up", "down").by(T.id)
    return told.by(__.in_().dedup().count()).by(__.out().dedup().count())


def as_degrees(answer: Iterable[rows.Row]) -> dict[str, tuple[int, int]]:
    """The answer of `degrees`."""
    return {row["arn"]: (row["up"], row["down"]) for row in answer}


def _side(side: Direction, filter_: Filter) -> GraphTraversal:
    up = side is Direction.UPSTREAM
    edges = __.in_e(*sorted(filter_.associations)) if up else __.out_e(*sorted(filter_.associations))

    def other() -> GraphTraversal:
        return __.out_v() if up else __.in_v()

    return (
        edges.where(passing(other(), filter_))
        .project("side", "association", "entity")
        .by(__.constant(str(side)))
        .by(association())
        .by(other().flat_map(properties()))
    )


def _order(each: Neighbor) -> tuple[bool, str, str, str]:
    association = each.association
    downstream = each.direction is Direction.DOWNSTREAM
    return downstream, each.entity.arn, association.type, association.own_id or ""
