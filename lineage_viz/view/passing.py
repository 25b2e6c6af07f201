"""Ways through what is filtered out: from one entity that stays to another, as one line."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lineage_viz.model import Association

MOST = 4_000
"""More lines than this say nothing any more; the first ones, in the order of the associations, are kept."""

LOOKED_AT = 200_000
"""Associations followed, a fraction of a second: from each entity that stays, ways may lead far and meet nothing."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Data flows from `source` to `destination` (ARNs) through at least `through` entities filtered out."""

    source: str
    destination: str
    through: int


def passes(associations: tuple[Association, ...], kept: frozenset[str]) -> tuple[Pass, ...]:
    """The ways between entities that are `kept` through others only; none where an association is direct."""
    ahead: dict[str, list[str]] = defaultdict(list)
    for link in associations:
        ahead[link.source].append(link.destination)
    found: list[Pass] = []
    left = LOOKED_AT
    for source in dict.fromkeys(link.source for link in associations if link.source in kept):
        ways, looked_at = _from(source, ahead, kept, left)
        found += ways
        left -= looked_at
        if len(found) >= MOST or left <= 0:
            return tuple(found[:MOST])
    return tuple(found)


def _from(
    source: str, ahead: Mapping[str, list[str]], kept: frozenset[str], most: int
) -> tuple[list[Pass], int]:
    """The ways from one entity, and how many associations were followed to find them."""
    direct = {arn for arn in ahead[source] if arn in kept}
    seen = {source, *direct}
    frontier = [arn for arn in ahead[source] if arn not in kept]
    found: list[Pass] = []
    through, looked_at = 0, len(ahead[source])
    while frontier and looked_at <= most:
        through += 1
        seen.update(frontier)
        looked_at += sum(len(ahead.get(here, ())) for here in frontier)
        reached = dict.fromkeys(arn for here in frontier for arn in ahead.get(here, ()) if arn not in seen)
        seen.update(reached)
        found += [Pass(source, arn, through) for arn in reached if arn in kept]
        frontier = [arn for arn in reached if arn not in kept]
    return found, looked_at
