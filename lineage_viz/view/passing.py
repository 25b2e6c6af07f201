"""Paths through filtered-out entities, from one entity in the view to another. Each is drawn as one line."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lineage_viz.model import Association

MOST_PATHS = 4_000
"""A person cannot read more lines than this. The first ones are kept, in the order of the associations."""

MOST_FOLLOWED = 200_000
"""The limit of associations followed, a fraction of a second: a path may be long and end at no entity in the view."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Data flows from `source` to `destination` (ARNs) through at least `through` filtered-out entities."""

    source: str
    destination: str
    through: int


def passes(associations: tuple[Association, ...], kept: frozenset[str]) -> tuple[Pass, ...]:
    """Return the paths between `kept` entities that pass only others. A direct association needs no path."""
    ahead: dict[str, list[str]] = defaultdict(list)
    for link in associations:
        ahead[link.source].append(link.destination)
    found: list[Pass] = []
    left = MOST_FOLLOWED
    for source in dict.fromkeys(link.source for link in associations if link.source in kept):
        paths, followed = _from(source, ahead, kept, left)
        found += paths
        left -= followed
        if len(found) >= MOST_PATHS or left <= 0:
            return tuple(found[:MOST_PATHS])
    return tuple(found)


def _from(
    source: str, ahead: Mapping[str, list[str]], kept: frozenset[str], most: int
) -> tuple[list[Pass], int]:
    """Return the paths from one entity, and the number of associations that were followed to find them."""
    direct = {arn for arn in ahead[source] if arn in kept}
    seen = {source, *direct}
    frontier = [arn for arn in ahead[source] if arn not in kept]
    found: list[Pass] = []
    through, followed = 0, len(ahead[source])
    while frontier and followed <= most:
        through += 1
        seen.update(frontier)
        followed += sum(len(ahead.get(here, ())) for here in frontier)
        reached = dict.fromkeys(arn for here in frontier for arn in ahead.get(here, ()) if arn not in seen)
        seen.update(reached)
        found += [Pass(source, arn, through) for arn in reached if arn in kept]
        frontier = [arn for arn in reached if arn not in kept]
    return found, followed
