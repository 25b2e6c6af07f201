"""The entities one association away from an entity, and their numbers."""

from collections.abc import Iterable, Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import T

from lineage_viz.model import Direction
from lineage_viz.store.base import Neighbor
from lineage_viz.store.filter import Filter
from lineage_viz.store.neptune import rows
from lineage_viz.store.neptune.steps import association, edges, entities, hop, passing, properties


def neighbors(
    g: GraphTraversalSource, arn: str, sides: Sequence[Direction], filter_: Filter
) -> GraphTraversal:
    """Read one row for each association, and one for the entity itself; no rows when the entity does not exist.

    `g.V(arn)….union(project('side')…, inE().where(outV()).project('side','association','entity')…, outE()…)`
    """
    itself = __.project("side").by(__.constant(""))
    return entities(g, arn).union(itself, *(_side(side, filter_) for side in sides))


def as_neighbors(answer: Sequence[rows.Row]) -> tuple[Neighbor, ...]:
    """Map the answer of `neighbors`, in the order of the contract."""
    answered = [
        Neighbor(rows.entity(row["entity"]), rows.association(row["association"]), Direction(row["side"]))
        for row in answer
        if row["side"]
    ]
    return tuple(sorted(answered, key=_order))


def degrees(g: GraphTraversalSource, arns: Sequence[str], filter_: Filter) -> GraphTraversal:
    """Read one row for each of these entities: the numbers of its neighbours upstream and downstream.

    `g.V(*arns)….project('arn','up','down').by(T.id).by(in().dedup().count()).by(out().dedup().count())`
    """
    rows_ = entities(g, *arns).project("arn", "up", "down").by(T.id)
    for side in (Direction.UPSTREAM, Direction.DOWNSTREAM):
        rows_ = rows_.by(hop(__, side, filter_).dedup().count())
    return rows_


def as_degrees(answer: Iterable[rows.Row]) -> dict[str, tuple[int, int]]:
    """Map the answer of `degrees`."""
    return {row["arn"]: (row["up"], row["down"]) for row in answer}


def _side(side: Direction, filter_: Filter) -> GraphTraversal:
    up = side is Direction.UPSTREAM

    def other() -> GraphTraversal:
        return __.out_v() if up else __.in_v()

    return (
        edges(__, side, filter_)
        .where(passing(other(), filter_))
        .project("side", "association", "entity")
        .by(__.constant(str(side)))
        .by(association())
        .by(other().flat_map(properties()))
    )


def _order(each: Neighbor) -> tuple[bool, str, str, str]:
    association = each.association
    downstream = each.direction is Direction.DOWNSTREAM
    return downstream, each.entity.arn, association.type, association.own_id or ""
