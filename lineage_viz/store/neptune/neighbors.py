"""What is one association away from an entity."""

from collections.abc import Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __

from lineage_viz.model import Direction
from lineage_viz.store.base import Filter, Neighbor
from lineage_viz.store.neptune import rows
from lineage_viz.store.neptune.steps import association, entities, entity, passing


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
        .by(other().flat_map(entity()))
    )


def _order(each: Neighbor) -> tuple[bool, str, str, str]:
    association = each.association
    downstream = each.direction is Direction.DOWNSTREAM
    return downstream, each.entity.arn, association.type, association.own_id or ""
