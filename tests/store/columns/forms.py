"""The same lineage in both forms: dictionaries, and columns of entities or of the files of a snapshot."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, SnapshotInfo
from lineage_viz.snapshot import Folder, Header, open_folder, write_snapshot
from lineage_viz.store.base import LineageSource
from lineage_viz.store.columns import choosing, loading
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.heterograph import GraphData
from lineage_viz.store.local import LocalStore

TAKEN = datetime(2026, 3, 12, tzinfo=UTC)


@contextmanager
def for_columns(least: int = 0) -> Iterator[None]:
    """Let lineages of so many bytes of files have columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "LARGE_BYTES", least)
        yield


def in_dictionaries(*sources: LineageSource) -> LocalStore:
    with for_columns(2**62):
        store = LocalStore(sources)
    assert isinstance(store.data, GraphData)
    return store


def in_columns(*sources: LineageSource, careful: bool = False) -> LocalStore:
    """Load sources as columns; with `careful`, through their entities."""
    with for_columns(), pytest.MonkeyPatch.context() as patch:
        if careful:
            patch.setattr(loading, "TOOL", "another tool")
        store = LocalStore(sources)
    assert isinstance(store.data, ColumnGraph)
    return store


@dataclass(frozen=True)
class Shown(Folder):
    """A folder that stands for another source."""

    shown: SnapshotInfo = field(default_factory=lambda: SnapshotInfo(""))

    @property
    def info(self) -> SnapshotInfo:
        return self.shown


def written(source: LineageSource, parent: Path) -> Folder:
    """Write a source as the snapshot of an export."""
    header = Header("123456789012", "eu-west-1", "aws", TAKEN, "full", details=True, last_full=TAKEN)
    return open_folder(write_snapshot(parent, header, [*source.entities()], [*source.associations()]))


def as_files(source: LineageSource, parent: Path) -> LineageSource:
    """Return a source as the snapshot of an export, if a snapshot can have exactly this lineage; else the source."""
    try:
        folder = written(source, Path(tempfile.mkdtemp(dir=parent)))
    except SnapshotError:
        return source
    is_same = [*folder.entities()] == sorted(source.entities(), key=lambda each: (each.label, each.arn))
    if not is_same or Counter(map(_key, folder.associations())) != Counter(map(_key, source.associations())):
        return source
    return Shown(folder.path, folder.manifest, folder.tables, shown=source.info)


def _key(each: Association) -> tuple[object, ...]:
    return (
        each.source,
        each.type,
        each.destination,
        each.own_id,
        tuple(sorted(each.properties.items(), key=repr)),
    )
