"""Walks through a lineage: the distance of each entity from a focus, and the nearest entities."""

from collections.abc import Callable, Iterable, Mapping
from heapq import nsmallest

from lineage_viz.model import Direction, existed
from lineage_viz.store.filter import Filter
from lineage_viz.store.heterograph import Adjacency, Attributes, association_type

NextEntities = Callable[[str], Iterable[str]]
"""A function from an ARN to the ARNs one association away, in one direction."""


def follows(key: str, attributes: Attributes, filter_: Filter) -> bool:
    """True when a walk may follow an edge: its type is wanted, and it existed at the time of the filter."""
    types = filter_.associations
    return (not types or association_type(key, attributes) in types) and existed(attributes, filter_.as_of)


def step(adjacency: Adjacency, filter_: Filter) -> NextEntities:
    """Return the step of one hop along `adjacency`, over the associations that the filter allows."""
    if not filter_.associations and filter_.as_of is None:
        return adjacency.__getitem__

    def filtered(arn: str) -> Iterable[str]:
        return {
            neighbor
            for neighbor, parallel in adjacency[arn].items()
            for key, attributes in parallel.items()
            if follows(key, attributes, filter_)
        }

    return filtered


def distances(
    focus: Iterable[str], step: NextEntities, depth: int, passes: Callable[[str], bool] | None = None
) -> dict[str, int]:
    """Return the hops from the nearest focus to each entity within `depth`; walk only through passing entities."""
    hops = dict.fromkeys(focus, 0)
    frontier: Iterable[str] = tuple(hops)
    for hop in range(1, depth + 1):
        reached = set[str]().union(*map(step, frontier)).difference(hops)
        frontier = reached if passes is None else set(filter(passes, reached))
        if not frontier:
            break
        hops.update(dict.fromkeys(frontier, hop))
    return hops


def both_ways(upstream: Mapping[str, int], downstream: Mapping[str, int]) -> dict[str, int]:
    """Return signed hops, negative upstream. An entity in both has its smaller distance; if equal, upstream."""
    nearer = {arn: hop for arn, hop in downstream.items() if arn not in upstream or hop < upstream[arn]}
    return {arn: -hop for arn, hop in upstream.items()} | nearer


def further(hop: int, side: Direction) -> int:
    """Return the hop of an entity next to one at `hop`: its distance is one more, with the sign of the side."""
    return -abs(hop) - 1 if side is Direction.UPSTREAM else abs(hop) + 1


def nearest(hops: Mapping[str, int], count: int) -> list[str]:
    """Return the `count` nearest ARNs, upstream first, then by ARN."""

    def order(arn: str) -> tuple[int, bool, str]:
        return abs(hops[arn]), hops[arn] > 0, arn

    return sorted(hops, key=order) if len(hops) <= count else nsmallest(count, hops, key=order)
