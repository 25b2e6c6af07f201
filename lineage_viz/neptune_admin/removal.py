"""Remove elements and properties, a bounded number in each request. A bulk load cannot: it only adds and sets.

Each request is a transaction of Neptune. A request that removes missing elements changes nothing, so requests can be
repeated.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from lineage_viz.difference.difference import Difference
from lineage_viz.store.neptune import dropping, steps
from lineage_viz.store.neptune.runner import Runner

BATCH = 100
"""Elements in one request. Source: Neptune's guide advises 50 to 100 for writes by Gremlin."""

RemovalListener = Callable[[int], None]
"""Receives the number of further elements that are removed."""


class Removal:
    """Removes the elements that a difference names from one cluster. Raises StoreUnavailable.

    Nothing is removed when another process than `holder` has the lease.
    """

    def __init__(
        self, runner: Runner, difference: Difference, listener: RemovalListener, holder: str
    ) -> None:
        self._runner, self._difference, self._listener = runner, difference, listener
        self._holder = holder
        self._g = steps.source()

    def remove_unchangeable(self) -> None:
        """Remove the elements that a load cannot change. Call this before the load, which adds them again."""
        self._edges(self._difference.moved)
        self._vertices(self._difference.relabelled)

    def remove_gone(self) -> None:
        """Remove the elements that the new snapshot lacks. Call this after the load, so that readers miss nothing."""
        entities, associations = self._difference.entities, self._difference.associations
        # Associations first: removing an entity removes all of its associations in one transaction of any size.
        self._edges(associations.remove)
        self._vertices(entities.remove)
        for name, arns in entities.drop.items():
            for ids in self._batches(arns):
                self._runner.ask(dropping.vertex_properties(self._g, ids, name, self._holder))
        for name, edges in associations.drop.items():
            for ids in self._batches(edges):
                self._runner.ask(dropping.edge_properties(self._g, ids, name, self._holder))

    @property
    def size(self) -> int:
        """The number of elements that `remove_gone` reports in total."""
        parts = self._difference.entities, self._difference.associations
        return sum(len(part.remove) + sum(map(len, part.drop.values())) for part in parts)

    def _edges(self, edges: Sequence[str]) -> None:
        for ids in self._batches(edges):
            self._runner.ask(dropping.edges(self._g, ids, self._holder))

    def _vertices(self, arns: Sequence[str]) -> None:
        for ids in self._batches(arns):
            self._runner.ask(dropping.vertices(self._g, ids, self._holder))

    def _batches(self, ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield batches of ids, and report each batch when the next one is requested."""
        for batch in batches(ids):
            yield batch
            self._listener(len(batch))


def batches(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the ids of one request each."""
    rest = iter(ids)
    while batch := tuple(islice(rest, BATCH)):
        yield batch
