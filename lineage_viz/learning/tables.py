"""The heterograph as tables: one for each type of entities, and one for each way in which types are associated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lineage_viz.learning.column import Column, Longs, Mask
from lineage_viz.learning.splitting import SPLITS, Cuts, Splits
from lineage_viz.model import SnapshotInfo


@dataclass(frozen=True, slots=True)
class NodeTable:
    """The entities of one type, or the rare types of a label in one table; the row is the position."""

    name: str
    """The name of the type for a library of graph learning, such as `artifact_DataSet`."""
    file: str
    """The name of its file, without folder and ending."""
    label: str
    types: Mapping[str, int]
    """The recorded types with their numbers of entities; several only in a table of rare types."""
    is_folded: bool
    arns: Sequence[str]
    created: Longs
    unresolved: Mask
    split: Splits
    columns: tuple[Column, ...]
    left_out: Mapping[str, int]
    """The numbers of columns that are left out, because a table has a limit, by the beginning of their names."""


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """The associations of one type from one type of entities to another."""

    source: str
    relation: str
    destination: str
    file: str
    association: str
    """The type of the associations, as recorded."""
    sources: Longs
    """The rows of the sources in their table."""
    destinations: Longs
    times: Longs
    split: Splits
    columns: tuple[Column, ...]

    @property
    def name(self) -> tuple[str, str, str]:
        """The names of source, relation and destination, as PyTorch Geometric and GraphStorm have them."""
        return self.source, self.relation, self.destination


@dataclass(frozen=True, slots=True)
class LearningTables:
    """All tables with what they were made from."""

    snapshots: tuple[SnapshotInfo, ...]
    gaps: tuple[str, ...]
    extent: str
    cuts: Cuts | None
    fold_rare: int
    nodes: tuple[NodeTable, ...]
    edges: tuple[EdgeTable, ...]

    @property
    def entities(self) -> int:
        """The number of entities."""
        return sum(len(each.arns) for each in self.nodes)

    @property
    def associations(self) -> int:
        """The number of associations."""
        return sum(len(each.sources) for each in self.edges)


def split_counts(split: Splits) -> dict[str, int]:
    """Return the number of rows in each part."""
    return dict(zip(SPLITS, np.bincount(split, minlength=len(SPLITS)).tolist(), strict=True))
