"""Several of our own snapshots as one lineage. Their rows are sorted, so one row of each in memory is enough."""

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
from lineage_viz.snapshot.schema import SAGEMAKER, FileSchema
from lineage_viz.typed_command import typed_command

T = TypeVar("T")
Order = Callable[[T], tuple[str, ...]]


def entity_order(each: Entity) -> tuple[str, ...]:
    """Sort key: the ARN."""
    return (each.arn,)


@dataclass(frozen=True, slots=True)
class Merged:
    """Snapshots, oldest first, as one lineage: the same lineage as from `heterograph.build`, but sorted.

    Entities and associations of a later snapshot replace those of an earlier one; an unresolved entity never replaces
    a known one. Raises SnapshotError for a foreign folder, whose rows have no order.
    """

    folders: tuple[Folder, ...] = ()

    def __post_init__(self) -> None:
        for folder in self.folders:
            if folder.manifest is None:
                raise SnapshotError(
                    f"{folder.path} has no manifest, so it cannot be compared. Make a snapshot of it with "
                    f"`{typed_command()} adopt FOLDER --out DIR`."
                )

    @property
    def schema(self) -> FileSchema:
        """The files and columns for the entities and associations of all snapshots."""
        schema = SAGEMAKER
        for folder in self.folders:
            schema = schema.extended(folder.schema.vertices, folder.schema.edges)
        return schema

    def entities(self) -> Iterator[Entity]:
        """Yield all entities by ARN, each once. Raises SnapshotError when a folder's rows are not sorted."""
        for versions in aligned([entities_of(folder) for folder in self.folders], entity_order):
            yield reduce(_newer, (each for each in versions if each is not None))

    def associations(self) -> Iterator[Association]:
        """Yield all associations by source, destination and type, each once. Raises SnapshotError, too."""
        for versions in aligned([associations_of(folder) for folder in self.folders], association_order):
            yield next(each for each in reversed(versions) if each is not None)


def aligned(streams: Sequence[Iterable[T]], order: Order[T]) -> Iterator[list[T | None]]:
    """Merge sorted streams: for each key in any stream, yield the element of each stream with this key, or None.

    Each stream is sorted by `order`, and has at most one element for each key.
    """
    numbered = [zip(repeat(number), stream) for number, stream in enumerate(streams)]
    for _, group in groupby(merge(*numbered, key=lambda each: order(each[1])), lambda each: order(each[1])):
        versions: list[T | None] = [None] * len(streams)
        for number, element in group:
            versions[number] = element
        yield versions


def _newer(known: Entity, new: Entity) -> Entity:
    return known if new.unresolved and not known.unresolved else new


def entities_of(folder: Folder) -> Iterator[Entity]:
    """Yield the entities of one snapshot by ARN. Raises SnapshotError when its rows are not sorted."""
    tables = (read_entities(table) for table in folder.tables if not table.is_edges)
    return _sorted(folder, merge(*tables, key=entity_order), entity_order)


def associations_of(folder: Folder) -> Iterator[Association]:
    """Yield the associations of one snapshot by source, destination and type. Raises SnapshotError, too."""
    tables = (
        read_associations(table, keep_ids=folder.keeps_ids) for table in folder.tables if table.is_edges
    )
    return _sorted(folder, merge(*tables, key=association_order), association_order)


def _sorted(folder: Folder, elements: Iterable[T], order: Order[T]) -> Iterator[T]:
    """Yield the elements, and check their order: a merge of tables is sorted only if each table is sorted."""
    last: tuple[str, ...] = ()
    for each in elements:
        key = order(each)
        if key <= last:
            raise SnapshotError(
                f"The rows of {folder.path} are not sorted, or a row occurs twice, at {' '.join(key)}. Export again."
            )
        last = key
        yield each
