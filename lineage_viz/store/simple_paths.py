"""Paths from one entity to another, shortest first, with bounded work.

networkx's own `shortest_simple_paths` refuses multigraphs, and does not define the order of paths of equal length.
This search finds the paths of one length at a time, depth first, in the order of ARNs. It goes only to entities that
can still reach the destination in exactly the remaining hops, so without cycles it never takes a wrong turn.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from lineage_viz.model import Truncation
from lineage_viz.store.base import Paths
from lineage_viz.store.walk import distances
from lineage_viz.words import count

Path = tuple[str, ...]

Links = Mapping[str, Mapping[str, object]]
"""The entities one association away from each entity, in one direction, as keys."""

PATH_BUDGET = 300_000
"""Associations that one search for paths may visit: a fraction of a second."""

TOO_MANY = Truncation("there are too many paths to try them all")


def paths_between(
    successors: Links, predecessors: Links, ends: tuple[str, str], limit: int, max_hops: int
) -> Paths:
    """Answer `Store.paths`. Only associations between the two ends matter, so the rest may be missing."""
    found: list[Path] = []
    try:
        for path in simple_paths(successors, predecessors, ends, max_hops, Budget(PATH_BUDGET)):
            if len(found) >= limit:
                return Paths(tuple(found), Truncation(f"cut at {count(limit, 'path')}"))
            found.append(path)
    except OutOfBudget:
        return Paths(tuple(found), TOO_MANY)
    return Paths(tuple(found))


class OutOfBudget(Exception):
    """The search has visited as many associations as it may."""


class Budget:
    """The remaining work of a search, counted in associations to visit."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Subtract work. Raises OutOfBudget when none is left."""
        self._left -= steps
        if self._left < 0:
            raise OutOfBudget


def simple_paths(
    successors: Links, predecessors: Links, ends: tuple[str, str], max_hops: int, budget: Budget
) -> Iterator[Path]:
    """Yield all simple paths between two entities, shortest first, then by ARNs. Raises OutOfBudget."""
    source, destination = ends
    upstream = distances([destination], predecessors.__getitem__, max_hops)
    between = distances([source], successors.__getitem__, max_hops, upstream.__contains__)
    if between.pop(destination, None) is None:
        return
    inner = set(between)
    before = {arn: predecessors[arn].keys() & inner for arn in (*between, destination)}
    layers: list[set[str]] = [{destination}]  # layers[n]: entities with a walk of n hops to the destination
    for length in range(min(max_hops, len(between)) + 1):
        if length:
            layers.append(_before(layers[-1], before, between, max_hops - length, budget))
        if not layers[-1]:
            return
        if source in layers[-1]:
            yield from _paths_of_length(source, successors, layers, budget)


def _before(
    layer: set[str],
    before: Mapping[str, AbstractSet[str]],
    between: dict[str, int],
    hops_left: int,
    budget: Budget,
) -> set[str]:
    """Return the entities one hop before a layer that the source can reach in the remaining hops."""
    budget.spend(sum(len(before[arn]) for arn in layer))
    reached = set[str]().union(*(before[arn] for arn in layer))
    return {arn for arn in reached if between[arn] <= hops_left}


def _paths_of_length(
    source: str, successors: Links, layers: list[set[str]], budget: Budget
) -> Iterator[Path]:
    """Yield the simple paths from the source through the layers, the last first, to the destination."""
    path = {source: None}  # a dict keeps the order and answers `in` at once
    ahead = [_ahead(source, successors, layers, len(layers) - 1, budget)]
    while ahead:
        left = len(layers) - len(path)
        if left == 0:
            yield tuple(path)
        following = next((arn for arn in ahead[-1] if arn not in path), None)
        if following is None:
            path.popitem()
            ahead.pop()
        else:
            path[following] = None
            ahead.append(_ahead(following, successors, layers, left - 1, budget))


def _ahead(arn: str, successors: Links, layers: list[set[str]], left: int, budget: Budget) -> Iterator[str]:
    """Return the next entities, by ARN, when `left` hops are left."""
    nexts = sorted(successors[arn].keys() & layers[left - 1]) if left else []
    budget.spend(1 + len(nexts))
    return iter(nexts)
