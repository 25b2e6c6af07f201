"""What a load cannot do, for it only adds and sets: elements and properties go, a bounded number in each request.

Each request is a transaction of Neptune's; one that drops what is gone already changes nothing, so all of it can be
sent again.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lineage_viz.difference.difference import Difference
from lineage_viz.store.neptune import dropping, steps
from lineage_viz.store.neptune.runner import Runner

BATCH = 100
"""Elements in one request. Source: Neptune's guide advises 50 to 100 for writes by Gremlin."""

RemovalListener = Callable[[int], None]
"""Is told how many more are done."""


class Removal:
    """Of what a difference names, from one cluster; `told` hears of each batch. Raises StoreUnavailable."""

    def __init__(self, runner: Runner, difference: Difference, told: RemovalListener) -> None:
        self._runner, self._difference, self._told = runner, difference, told
        self._g = steps.source()

    def relabelled(self) -> None:
        """Entities whose label is to change: before the load, which brings them back."""
        self._vertices(self._difference.relabelled)

    def gone(self) -> None:
        """What is wanted no more: after the load, so that nobody misses anything."""
        entities, associations = self._difference.entities, self._difference.associations
        # Associations first: an entity takes all of its own with it, in one transaction however many they are.
        for ids in self._batches(associations.remove):
            self._runner.ask(dropping.edges(self._g, ids))
        self._vertices(entities.remove)
        for name, arns in entities.drop.items():
            for ids in self._batches(arns):
                self._runner.ask(dropping.vertex_properties(self._g, ids, name))
        for name, edges in associations.drop.items():
            for ids in self._batches(edges):
                self._runner.ask(dropping.edge_properties(self._g, ids, name))

    @property
    def size(self) -> int:
        """How many `gone` tells of in all."""
        parts = self._difference.entities, self._difference.associations
        return sum(len(part.remove) + sum(map(len, part.drop.values())) for part in parts)

    def _vertices(self, arns: Sequence[str]) -> None:
        for ids in self._batches(arns):
            self._runner.ask(dropping.vertices(self._g, ids))

    def _batches(self, ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The next one is asked for when one is done."""
        rest = iter(ids)
        while batch := tuple(islice(rest, BATCH)):
            yield batch
            self._told(len(batch))
