"""All ways between two entities, in either direction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lineage_viz.model import Subgraph, Truncation
from lineage_viz.store.base import Paths, Store
from lineage_viz.store.walk import both_ways

MAX_HOPS = 20
"""Longer paths are not looked for: lineage is shallow, and what cycles add is no news."""

_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Between:
    """The paths from one entity to another and back, shortest first, of at most MAX_HOPS hops each.

    `subgraph` has both entities as focus, all that the paths pass, and every association among these; its hops
    are those from the first entity, 0 for the second when no path leads there. What the paths lack is said by
    each, and again by the subgraph. Of an entity and itself there is the one path, and no way back.
    """

    there: Paths
    back: Paths
    subgraph: Subgraph

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """All paths either way, shortest first."""
        return tuple(sorted((*self.there.paths, *self.back.paths), key=len))


def paths_between(store: Store, a: str, b: str) -> Between:
    """The paths from `a` to `b` and from `b` to `a`. Raises EntityNotFound."""
    there = store.paths(a, b, limit=_LIMIT, max_hops=MAX_HOPS)
    back = store.paths(b, a, limit=_LIMIT, max_hops=MAX_HOPS) if a != b else Paths(())
    upstream = _hops(tuple(reversed(path)) for path in back.paths)
    hops = {b: 0, a: 0} | both_ways(upstream, _hops(there.paths))
    truncated = _both(there.truncated, back.truncated)
    return Between(there, back, fetched(store, (a, b), hops, truncated))


def fetched(
    store: Store, focus: tuple[str, ...], hops: Mapping[str, int], truncated: Truncation | None
) -> Subgraph:
    """The entities that have hops, nearest first and then by ARN, with all associations among them."""
    order = sorted(hops, key=lambda arn: (abs(hops[arn]), arn))
    found = store.trace(order, up=0, down=0, cap=len(order))
    by_arn = {entity.arn: entity for entity in found.entities}
    return replace(
        found,
        entities=tuple(by_arn[arn] for arn in order),
        focus=tuple(dict.fromkeys(focus)),
        hops={arn: hops[arn] for arn in order},
        truncated=truncated,
    )


def _hops(paths: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """How far each entity is along the shortest of the paths that pass it."""
    hops: dict[str, int] = {}
    for path in paths:
        for hop, arn in enumerate(path):
            hops[arn] = min(hop, hops.get(arn, hop))
    return hops


def _both(there: Truncation | None, back: Truncation | None) -> Truncation | None:
    """Why the ways in both directions are not all; how many there are beyond is never counted."""
    reasons = [f"{cut.reason} {way}" for cut, way in ((there, "one way"), (back, "the other way")) if cut]
    return Truncation(" and ".join(reasons)) if reasons else None
