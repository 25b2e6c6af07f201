"""Several of our own snapshots read as one lineage, a row of each at a time: their rows are sorted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import merge
from itertools import groupby, repeat
from typing import TypeVar

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, association_order
from lineage_viz.snapshot.folder import Folder
from lineage_viz.snapshot.rows import read_associations, read_entities

T = TypeVar("T")
Order = Callable[[T], tuple[str, ...]]


def entity_order(each: Entity) -> tuple[str, ...]:
    """By ARN."""
    return (each.arn,)


@dataclass(frozen=True, slots=True)
class Merged:
    """Snapshots, oldest first, as one lineage: the one that `heterograph.build` makes of them, but sorted.

    What a later one says of an entity or association replaces the earlier; an unresolved entity never replaces a
    known one. Raises SnapshotError for a folder of another tool, whose rows have no order.
    """

    folders: tuple[Folder, ...] = ()

    def __post_init__(self) -> None:
        for folder in self.folders:
            if folder.manifest is None:
                raise SnapshotError(
                    f"{folder.path} has no manifest: only snapshots that were exported here can be merged."
                )

    def entities(self) -> Iterator[Entity]:
        """All entities by ARN, each once. Raises SnapshotError when a folder's rows are not sorted."""
        for held in aligned([_entities(folder) for folder in self.folders], entity_order):
            yield reduce(_newer, (each for each in held if each is not None))

    def associations(self) -> Iterator[Association]:
        """All associations by source, destination and type, each once. Raises SnapshotError as above."""
        for held in aligned([_associations(folder) for folder in self.folders], association_order):
            yield next(each for each in reversed(held) if each is not None)


def aligned(streams: Sequence[Iterable[T]], order: Order[T]) -> Iterator[list[T | None]]:
    """For each place in the order that any stream holds: what each of them holds there.

    Each stream is sorted, and has one element at most in each place.
    """
    numbered = [zip(repeat(number), stream) for number, stream in enumerate(streams)]
    for _, group in groupby(merge(*numbered, key=lambda each: order(each[1])), lambda each: order(each[1])):
        held: list[T | None] = [None] * len(streams)
        for number, element in group:
            held[number] = element
        yield held


def _newer(held: Entity, new: Entity) -> Entity:
    return held if new.unresolved and not held.unresolved else new


def _entities(folder: Folder) -> Iterator[Entity]:
    tables = (read_entities(table) for table in folder.tables if not table.is_edges)
    return _sorted(folder, merge(*tables, key=entity_order), entity_order)


def _associations(folder: Folder) -> Iterator[Association]:
    tables = (read_associations(table, keep_ids=False) for table in folder.tables if table.is_edges)
    return _sorted(folder, merge(*tables, key=association_order), association_order)


def _sorted(folder: Folder, elements: Iterable[T], order: Order[T]) -> Iterator[T]:
    """The elements as they are; a merge of tables is in order only if each table is."""
    last: tuple[str, ...] = ()
    for each in elements:
        place = order(each)
        if place <= last:
            raise SnapshotError(
                f"The rows of {folder.path} are not in order, or occur twice, at {' '.join(place)}. Export again."
            )
        last = place
        yield each
