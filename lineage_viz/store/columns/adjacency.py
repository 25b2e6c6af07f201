"""The neighbours of all nodes on one side, as compressed rows: two arrays of numbers."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lineage_viz.store.columns.links import AllLinks, Rows
from lineage_viz.store.columns.neighbours import Neighbours

_HUB = 256
"""The neighbours of a node that are kept together after somebody asked, as each walk over it asks again."""

_HUBS = 64


class Adjacency(Mapping[str, Neighbours]):
    """The neighbours by ARN."""

    __slots__ = ("_bounds", "_hubs", "_ids", "_others", "_places", "_rows", "links")

    def __init__(
        self,
        rows: Mapping[str, int],
        ids: Sequence[str],
        links: AllLinks,
        ends: tuple[Rows, Rows],
        places: npt.NDArray[np.integer] | None,
    ) -> None:
        """`ends` are the near and the far row of each edge. `places` sorts the edges by the near one."""
        near, far = ends
        self._rows, self._ids, self.links = rows, ids, links
        self._places = places
        self._others = far if places is None else far[places]
        bounds = np.zeros(len(ids) + 1, np.int64)
        np.cumsum(np.bincount(near, minlength=len(ids)), out=bounds[1:])
        self._bounds = bounds.data
        self._hubs: dict[int, Neighbours] = {}

    def __getitem__(self, arn: str) -> Neighbours:
        row = self._rows[arn]
        first, last = self._bounds[row], self._bounds[row + 1]
        if last - first < _HUB:
            return self._neighbours(first, last)
        found = self._hubs.get(row)
        if found is None:
            if len(self._hubs) >= _HUBS:
                self._hubs = {}  # a walk in another thread goes on with the old ones
            found = self._hubs[row] = self._neighbours(first, last)
        return found

    def _neighbours(self, first: int, last: int) -> Neighbours:
        names = [*map(self._ids.__getitem__, self._others[first:last].tolist())]
        return Neighbours(names, first, self._number, self.links, is_simple=not self.links.has_parallel)

    def _number(self, place: int) -> int:
        return place if self._places is None else int(self._places[place])

    def __contains__(self, arn: object) -> bool:
        return arn in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def successors(rows: Mapping[str, int], ids: Sequence[str], links: AllLinks) -> Adjacency:
    """Return the neighbours downstream."""
    return Adjacency(rows, ids, links, (links.sources, links.destinations), None)


def predecessors(rows: Mapping[str, int], ids: Sequence[str], links: AllLinks) -> Adjacency:
    """Return the neighbours upstream."""
    seen = links.destinations
    order = np.argsort(seen, kind="stable") if links.seen is None else np.lexsort((links.seen, seen))
    return Adjacency(rows, ids, links, (links.destinations, links.sources), order.astype(np.int32))
