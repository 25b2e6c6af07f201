"""Walking a lineage: how far everything is from a focus, and what to keep of it."""

from collections.abc import Callable, Iterable, Mapping
from heapq import nsmallest

from lineage_viz.store.heterograph import Adjacency, association_type

NextEntities = Callable[[str], Iterable[str]]
"""The ARNs one association away from an ARN, in one direction."""


def step(adjacency: Adjacency, associations: frozenset[str]) -> NextEntities:
    """One hop along `adjacency`, over associations of these types only; over all when there are none."""
    if not associations:
        return adjacency.__getitem__

    def filtered(arn: str) -> Iterable[str]:
        return [
            neighbor
            for neighbor, parallel in adjacency[arn].items()
            if any(association_type(key, attributes) in associations for key, attributes in parallel.items())
        ]

    return filtered


def distances(
    focus: Iterable[str], step: NextEntities, depth: int, passes: Callable[[str], bool] | None = None
) -> dict[str, int]:
    """Hops from the nearest focus to everything within `depth` of it, through what passes only."""
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
    """Signed hops, negative upstream; what is reached both ways counts where it is nearer, then upstream."""
    nearer = {arn: hop for arn, hop in downstream.items() if arn not in upstream or hop < upstream[arn]}
    return {arn: -hop for arn, hop in upstream.items()} | nearer


def nearest(hops: Mapping[str, int], count: int) -> list[str]:
    """The `count` nearest, upstream first, then by ARN."""

    def order(arn: str) -> tuple[int, bool, str]:
        return abs(hops[arn]), hops[arn] > 0, arn

    return sorted(hops, key=order) if len(hops) <= count else nsmallest(count, hops, key=order)
