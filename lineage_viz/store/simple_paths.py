"""Ways from one entity to another, shortest first, with bounded work.

networkx's own `shortest_simple_paths` refuses multigraphs and leaves the order of equally long paths open.
Here, paths of one length at a time are sought depth first in the order of ARNs. A step is taken only to what
can still reach the destination in exactly the hops that are left, so that without cycles no step is in vain.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from lineage_viz.model import Truncation
from lineage_viz.store.base import Paths
from lineage_viz.store.walk import distances

Path = tuple[str, ...]

Links = Mapping[str, Mapping[str, object]]
"""What is one association away from each entity, in one direction, as keys."""

PATH_BUDGET = 300_000
"""Associations looked at before a search for paths gives up: a fraction of a second."""

TOO_MANY = Truncation("there are too many ways to try them all")


def paths_between(
    successors: Links, predecessors: Links, ends: tuple[str, str], limit: int, max_hops: int
) -> Paths:
    """What `Store.paths` asks for. Only the associations between the two ends matter, so less may be given."""
    found: list[Path] = []
    try:
        for path in simple_paths(successors, predecessors, ends, max_hops, Budget(PATH_BUDGET)):
            if len(found) >= limit:
                return Paths(tuple(found), Truncation(f"cut at {limit:,} paths"))
            found.append(path)
    except OutOfBudget:
        return Paths(tuple(found), TOO_MANY)
    return Paths(tuple(found))


class OutOfBudget(Exception):
    """The search has looked at as many associations as it may."""


class Budget:
    """Work that may still be done, counted in associations looked at."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Raises OutOfBudget when it is used up."""
        self._left -= steps
        if self._left < 0:
            raise OutOfBudget


def simple_paths(
    successors: Links, predecessors: Links, ends: tuple[str, str], max_hops: int, budget: Budget
) -> Iterator[Path]:
    """All simple paths between two entities, shortest first, then by ARNs. Raises OutOfBudget."""
    source, destination = ends
    upstream = distances([destination], predecessors.__getitem__, max_hops)
    between = distances([source], successors.__getitem__, max_hops, upstream.__contains__)
    if between.pop(destination, None) is None:
        return
    inner = set(between)
    before = {arn: predecessors[arn].keys() & inner for arn in (*between, destination)}
    layers: list[set[str]] = [{destination}]  # layers[n]: whence the destination is n hops away, by some way
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
    """What lies one hop before a layer and within reach of the source."""
    budget.spend(sum(len(before[arn]) for arn in layer))
    reached = set[str]().union(*(before[arn] for arn in layer))
    return {arn for arn in reached if between[arn] <= hops_left}


def _paths_of_length(
    source: str, successors: Links, layers: list[set[str]], budget: Budget
) -> Iterator[Path]:
    """Simple paths from the source down the layers, the last first, to the destination."""
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
    """Where to go next with `left` hops left, by ARN."""
    nexts = sorted(successors[arn].keys() & layers[left - 1]) if left else []
    budget.spend(1 + len(nexts))
    return iter(nexts)
