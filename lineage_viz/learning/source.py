"""The lineage that a learning export reads: a loaded store, or opened snapshots that are read row by row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lineage_viz.errors import LineageVizError
from lineage_viz.model import Association, Entity, SnapshotInfo
from lineage_viz.snapshot import Folder
from lineage_viz.store.base import Store, caveat_of, gaps_of, oldest_first
from lineage_viz.store.heterograph import LineageData, peek, peek_association
from lineage_viz.store.local import LocalStore
from lineage_viz.words import complete_words

LearningSource = Store | Sequence[Folder]
"""A store in memory, or opened snapshots: those take a fraction of the memory, because no graph is built."""


@dataclass(frozen=True)
class Lineage:
    """All entities, then all associations, of snapshots; a later row of the same ARN replaces an earlier one."""

    snapshots: tuple[SnapshotInfo, ...]
    entities: Iterable[Entity]
    associations: Iterable[Association]

    @property
    def gaps(self) -> tuple[str, ...]:
        """The parts that the snapshots lack, in words."""
        return gaps_of(self.snapshots)

    @property
    def extent(self) -> str:
        """The words about the completeness."""
        return complete_words(self.gaps, caveat=caveat_of(self.snapshots))


def lineage_of(source: LearningSource) -> Lineage:
    """Return the lineage of a source. Raises LineageVizError for a cluster, which has no graph in memory."""
    if isinstance(source, LocalStore):
        return Lineage(source.snapshots, _entities(source.data), _associations(source.data))
    if isinstance(source, Store):
        raise LineageVizError(
            "Graph learning reads the whole lineage, and a cluster only answers questions. Open a snapshot of the same "
            "account instead; an export makes one."
        )
    folders = oldest_first(source)
    entities = chain.from_iterable(each.entities() for each in folders)
    associations = chain.from_iterable(each.associations() for each in folders)
    return Lineage(tuple(each.info for each in folders), entities, associations)


def is_read_by_row(folders: Iterable[Folder]) -> bool:
    """Return True for exports: their associations have no ids of their own, so that equal ones are the same one."""
    return all(not each.keeps_ids for each in folders)


def _entities(data: LineageData) -> Iterator[Entity]:
    return (peek(arn, attributes) for arn, attributes in data.nodes.items())


def _associations(data: LineageData) -> Iterator[Association]:
    for source, successors in data.successors.items():
        for destination, parallel in successors.items():
            for key, attributes in parallel.items():
                yield peek_association(source, destination, key, attributes)
