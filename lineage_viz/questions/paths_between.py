"""All paths between two entities, in both directions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from lineage_viz.model import Subgraph, Truncation
from lineage_viz.store.base import Paths, Store
from lineage_viz.store.walk import both_ways
from lineage_viz.view.scope import Scope, scoped

MAX_HOPS = 20
"""The limit of a path in hops. Lineage is shallow, and longer paths through cycles add nothing new."""

_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Between:
    """The paths from one entity to another and back, shortest first, with at most MAX_HOPS hops each.

    `subgraph` has both entities as focus, all entities on the paths, and every association among these. Its hops
    count from the first entity; the second has 0 when no path leads to it. `there`, `back` and the subgraph each have
    their own `truncated`. An entity and itself have one path, and none back.
    """

    there: Paths
    back: Paths
    subgraph: Subgraph

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """All paths in both directions, shortest first."""
        return tuple(sorted((*self.there.paths, *self.back.paths), key=len))

    def numbers(self, as_of: datetime | None = None) -> tuple[int, ...]:
        """The numbers of the paths, from 1, that existed at this moment with all entities and associations."""
        there = scoped(self.subgraph, Scope(as_of=as_of)).whole
        links = {(each.source, each.destination) for each in there.associations}
        entities = {entity.arn for entity in there.entities}
        return tuple(
            number
            for number, path in enumerate(self.paths, 1)
            if entities.issuperset(path) and links.issuperset(pairwise(path))
        )


def paths_between(store: Store, a: str, b: str) -> Between:
    """Return the paths from `a` to `b` and from `b` to `a`. Raises EntityNotFound."""
    there = store.paths(a, b, limit=_LIMIT, max_hops=MAX_HOPS)
    back = store.paths(b, a, limit=_LIMIT, max_hops=MAX_HOPS) if a != b else Paths(())
    upstream = _hops(tuple(reversed(path)) for path in back.paths)
    hops = {b: 0, a: 0} | both_ways(upstream, _hops(there.paths))
    truncated = _both(there.truncated, back.truncated)
    return Between(there, back, fetched(store, (a, b), hops, truncated))


def fetched(
    store: Store, focus: tuple[str, ...], hops: Mapping[str, int], truncated: Truncation | None
) -> Subgraph:
    """Return the entities in `hops`, nearest first and then by ARN, with all associations among them."""
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
    """Return the distance of each entity along the shortest path that contains it."""
    hops: dict[str, int] = {}
    for path in paths:
        for hop, arn in enumerate(path):
            hops[arn] = min(hop, hops.get(arn, hop))
    return hops


def _both(there: Truncation | None, back: Truncation | None) -> Truncation | None:
    """Return the reasons why paths are missing in one or both directions. Missing paths are never counted."""
    reasons = [f"{cut.reason} {way}" for cut, way in ((there, "one way"), (back, "the other way")) if cut]
    return Truncation(" and ".join(reasons)) if reasons else None
