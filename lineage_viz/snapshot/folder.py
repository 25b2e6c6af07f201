"""An open folder of Neptune CSV: one of our own snapshots, or a foreign folder, such as of AWS's neptune-export."""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.model import Association, Entity, SnapshotInfo
from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.bools import with_bools
from lineage_viz.snapshot.contents import NAMED, PassedOver, contents, next_step, words
from lineage_viz.snapshot.doubts import doubts
from lineage_viz.snapshot.foreign import ForeignLineage, read_foreign
from lineage_viz.snapshot.manifest import ADOPTED, FILE_NAME, Manifest, is_snapshot
from lineage_viz.snapshot.meaningless import left_out, renamed
from lineage_viz.snapshot.notebook import cut_lists
from lineage_viz.snapshot.rows import (
    Table,
    read_associations,
    read_entities,
    read_table,
    row_count,
)
from lineage_viz.snapshot.schema import SAGEMAKER, FileSchema, vertex_name
from lineage_viz.snapshot.times import with_times
from lineage_viz.snapshot.unlike import with_unlike
from lineage_viz.snapshot.unquoted import with_quotes


@dataclass(frozen=True)
class Folder:
    """A lineage source on disk. `manifest` is None for a foreign folder, which another tool wrote."""

    path: Path
    manifest: Manifest | None
    tables: tuple[Table, ...]
    unread: tuple[str, ...] = ()
    """The files of a foreign folder that are not read, the lists that its tool has cut, columns and names of folders
    that may mean more, the times that are no dates, the truth values and numbers that change, the arrays without a
    value, and the quotes that may be marks of CSV, in words."""
    also_passed_over: tuple[PassedOver, ...] = ()
    """The files that are not read either, and that `unread` only counts."""

    @property
    def info(self) -> SnapshotInfo:
        """The path, origin and time. It reads all rows of a foreign folder. Raises BadRow, SnapshotError."""
        if self.manifest is None:
            ends = self.foreign.without_row
            ids = self.foreign.former_ids
            return SnapshotInfo(
                str(self.path), incomplete=self.gaps, folder=self.name, without_row=ends, former_ids=ids
            )
        m = self.manifest
        return SnapshotInfo(
            str(self.path), m.account, m.region, m.taken, m.incomplete, m.folder, m.without_row,
            tuple(sorted(m.domains.items())),
        )  # fmt: skip

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.resolve().name

    @property
    def gaps(self) -> tuple[str, ...]:
        """The parts that the folder lacks, its files that are not read, and rows that differ, in words.

        It reads all rows of a foreign folder. Raises BadRow, SnapshotError.
        """
        return (*self.unread, *self.foreign.mixed) if self.manifest is None else self.manifest.incomplete

    def entities(self) -> Iterator[Entity]:
        """Yield all entities; those of a foreign folder as `read_foreign` does. Raises BadRow, SnapshotError."""
        if self.manifest is None:
            yield from self.foreign.entities
            return
        with _named_below(self.path):
            for table in self.tables:
                if not table.is_edges:
                    yield from read_entities(table)

    def associations(self) -> Iterator[Association]:
        """Yield all associations. Raises BadRow, SnapshotError."""
        if self.manifest is None:
            yield from self.foreign.associations
            return
        arns: dict[str, str] = {}
        with _named_below(self.path):
            for table in self.tables:
                if table.is_edges:
                    yield from read_associations(table, arns, keep_ids=self.keeps_ids)

    @cached_property
    def foreign(self) -> ForeignLineage:
        """The lineage of a foreign folder. Raises BadRow, SnapshotError."""
        with _named_below(self.path):
            return read_foreign(self.tables)

    def first_fault(self, table: Table) -> str:
        """Return the sentence about the first row of a file that cannot be read; empty when all can."""
        try:
            with _named_below(self.path):
                deque(read_associations(table) if table.is_edges else read_entities(table), maxlen=0)
        except SnapshotError as error:
            return str(error)
        return ""

    @property
    def schema(self) -> FileSchema:
        """The files and columns of a snapshot; an adopted one may have more of both than an export."""
        tables = self.tables if self.manifest and self.manifest.mode == ADOPTED else ()
        vertices = {
            vertex_name(each.path.name): each.property_columns for each in tables if not each.is_edges
        }
        edges = [column for each in tables if each.is_edges for column in each.property_columns]
        return SAGEMAKER.extended(vertices, edges)

    @property
    def keeps_ids(self) -> bool:
        """True when edges may have ids of their own; exports derive all ids."""
        return self.manifest is None or self.manifest.mode == ADOPTED


def open_folder(path: Path) -> Folder:
    """Open a snapshot or a foreign folder of Neptune CSV.

    A folder with a manifest must contain exactly the files that it names, unchanged. Raises SnapshotError, BadRow.
    """
    try:
        with _named_below(path):
            return _opened(path)
    except OSError as error:
        raise SnapshotError(
            f"{error.filename or path} cannot be read: {error.strerror or error}. Check that this user may read all of "
            f"{path}, and check the disk."
        ) from error


@contextmanager
def _named_below(folder: Path) -> Iterator[None]:
    """Let an error name its file from the folder that was opened: subfolders may have files of one name."""
    try:
        yield
    except BadRow as error:
        if error.path.is_relative_to(folder):
            error.folder = folder
        raise


def _opened(path: Path) -> Folder:
    if not path.is_dir():
        raise SnapshotError(f"There is no folder {path}. Check the path, or export a snapshot.")
    manifest = Manifest.read(path) if (path / FILE_NAME).exists() else None
    if manifest is None:
        _refuse_several(path)
    try:
        found = contents(path)
    except BadRow as error:
        _refuse_stray(path, manifest, error.path)
        raise
    if not found.read:
        first = (*found.passed_over, *found.beside)[:3]
        reasons = "; ".join(map(str, first)) or "it is empty"
        raise SnapshotError(f"{path} contains no Neptune CSV: {reasons}. {next_step(first)}".rstrip())
    if manifest is not None:
        _check_files(path, manifest, found.read)
        own = tuple(read_table(file, ours=True) for file in found.read)
        return Folder(path, manifest, tuple(map(left_out, own)) if manifest.mode == ADOPTED else own)
    tables = tuple(renamed(with_quotes(read_table(file))) for file in found.read)
    cut = cut_lists({shown_name(each.path.name): row_count(each) for each in tables if each.mender})
    tables = tuple(map(with_unlike, map(with_bools, with_times(tables))))
    of_cells = (gap for each in tables for gap in each.gaps)
    unread = (*words(found.passed_over), *cut, *doubts(path, tables), *of_cells)
    return Folder(path, None, tables, unread, found.passed_over[NAMED:])


def _refuse_several(path: Path) -> None:
    """Raise SnapshotError for a folder of snapshots: read as one, they would mix old and new lineage."""
    for file in sorted(path.glob(f"*/{FILE_NAME}")):
        if is_snapshot(file.parent):
            raise SnapshotError(f"{path} is a folder of snapshots. Open one of them, such as {file.parent}.")


def sha256(path: Path) -> str:
    """Return the SHA-256 digest of a file as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _check_files(path: Path, manifest: Manifest, files: Sequence[Path]) -> None:
    for file in files:
        _refuse_stray(path, manifest, file)
    for entry in manifest.files:
        file = path / entry.name
        if not file.is_file():
            raise SnapshotError(
                f"{path} does not contain {entry.name}, which its manifest names. Copy or export it again."
            )
        if sha256(file) != entry.sha256:
            raise SnapshotError(
                f"{entry.name} in {path} has changed since the export. Copy or export it again."
            )


def _refuse_stray(path: Path, manifest: Manifest | None, file: Path) -> None:
    """Raise SnapshotError for a file that the manifest of its snapshot does not name."""
    name = str(file.relative_to(path))
    if manifest is not None and name not in {entry.name for entry in manifest.files}:
        raise SnapshotError(
            f"{path} contains {shown_name(name)}, which its manifest does not name. Move it away: the snapshot has "
            "only its own files."
        )
