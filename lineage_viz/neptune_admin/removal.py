"""What a load cannot do, for it only adds and sets: elements and properties go, a bounded number in each request.

Each request is a transaction of Neptune's; one that drops what is gone already changes nothing, so all of it can be
sent again.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from gremlin_python.process.graph_traversal import GraphTraversal

from lineage_viz.neptune_admin.difference import Difference
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.runner import Runner

BATCH = 100
"""Elements in one request. Source: Neptune's guide advises 50 to 100 for writes by Gremlin."""

Told = Callable[[int], None]
"""Is told how many more are done."""


def relabelled(runner: Runner, difference: Difference, told: Told) -> None:
    """Remove entities whose label is to change: before the load, which brings them back. Raises StoreUnavailable."""
    _drop(runner, difference.relabelled, lambda ids: steps.source().V(*ids), told)


def gone(runner: Runner, difference: Difference, told: Told) -> None:
    """Remove what is wanted no more: after the load, so that nobody misses anything. Raises StoreUnavailable."""
    # Associations first: an entity takes all of its own with it, in one transaction however many they are.
    _drop(runner, difference.associations.remove, lambda ids: steps.source().E(*ids), told)
    _drop(runner, difference.entities.remove, lambda ids: steps.source().V(*ids), told)
    for name, arns in difference.entities.drop.items():
        _drop(runner, arns, lambda ids, name=name: steps.source().V(*ids).properties(name), told)  # type: ignore[misc]
    for name, edges in difference.associations.drop.items():
        _drop(runner, edges, lambda ids, name=name: steps.source().E(*ids).properties(name), told)  # type: ignore[misc]


def size(difference: Difference) -> int:
    """How many `gone` will tell of in all."""
    parts = difference.entities, difference.associations
    return sum(len(part.remove) + sum(map(len, part.drop.values())) for part in parts)


def _drop(
    runner: Runner, ids: Sequence[str], found: Callable[[Sequence[str]], GraphTraversal], told: Told
) -> None:
    for batch in _batches(ids):
        runner.ask(found(batch).drop())
        told(len(batch))


def _batches(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(ids)
    while batch := tuple(islice(rest, BATCH)):
        yield batch
