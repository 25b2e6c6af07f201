"""An open folder of Neptune CSV: one of our own snapshots, or a foreign folder, such as of AWS's neptune-export."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lineage_viz.arn import unresolved_entity
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, Scalar, SnapshotInfo, Value
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest
from lineage_viz.snapshot.rows import ENDINGS, Table, read_associations, read_entities, read_table


@dataclass(frozen=True)
class Folder:
    """A lineage source on disk. `manifest` is None for a foreign folder, which another tool wrote."""

    path: Path
    manifest: Manifest | None
    tables: tuple[Table, ...]

    @property
    def info(self) -> SnapshotInfo:
        """Path, account, region and time of the snapshot."""
        if self.manifest is None:
            return SnapshotInfo(str(self.path))
        m = self.manifest
        return SnapshotInfo(str(self.path), m.account, m.region, m.taken, m.incomplete)

    def entities(self) -> Iterator[Entity]:
        """Yield all entities. For a foreign folder: merge repeated rows, and add missing ends as unresolved entities.

        Raises BadRow, SnapshotError.
        """
        if self.manifest is None:
            yield from self._foreign.values()
            return
        for table in self.tables:
            if not table.is_edges:
                yield from read_entities(table)

    def associations(self) -> Iterator[Association]:
        """Yield all associations. Edge ids are derived; only those of a foreign folder are kept. Raises BadRow."""
        arns: dict[str, str] = {}
        for table in self.tables:
            if table.is_edges:
                yield from read_associations(table, arns, keep_ids=self.manifest is None)

    @cached_property
    def _foreign(self) -> dict[str, Entity]:
        entities: dict[str, Entity] = {}
        for table in self.tables:
            if not table.is_edges:
                single = {column.name for _, column in table.columns if column.single}
                for entity in read_entities(table):
                    known = entities.get(entity.arn)
                    entities[entity.arn] = _merged(known, entity, single) if known else entity
        for association in self.associations():
            for end in (association.source, association.destination):
                if end not in entities:
                    entities[end] = unresolved_entity(end)
        return entities


def open_folder(path: Path) -> Folder:
    """Open a snapshot or a foreign folder of Neptune CSV.

    A folder with a manifest must contain exactly the files that it names, unchanged. Raises SnapshotError, BadRow.
    """
    try:
        return _opened(path)
    except OSError as error:
        raise SnapshotError(
            f"{error.filename or path} cannot be read: {error.strerror or error}. Check that this user may read all of "
            f"{path}, and check the disk."
        ) from error


def _opened(path: Path) -> Folder:
    if not path.is_dir():
        raise SnapshotError(f"There is no folder {path}. Check the path, or export a snapshot.")
    manifest = Manifest.read(path) if (path / FILE_NAME).exists() else None
    files = [p for p in sorted(path.rglob("*")) if p.name.endswith(ENDINGS) and not p.name.startswith(".")]
    if not files:
        raise SnapshotError(f"{path} contains no Neptune CSV files ({', '.join(ENDINGS)}). Check the path.")
    if manifest is not None:
        _check_files(path, manifest, files)
    return Folder(path, manifest, tuple(read_table(file) for file in files))


def sha256(path: Path) -> str:
    """Return the SHA-256 digest of a file as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _check_files(path: Path, manifest: Manifest, files: list[Path]) -> None:
    named = {entry.name for entry in manifest.files}
    for file in files:
        if str(file.relative_to(path)) not in named:
            raise SnapshotError(
                f"{path} contains {file.name}, which its manifest does not name. Export again."
            )
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


def _merged(known: Entity, more: Entity, single: set[str]) -> Entity:
    properties = dict(known.properties)
    for name, value in more.properties.items():
        old = properties.get(name)
        if old is None or old == value:
            properties[name] = value
        elif name in single:
            raise SnapshotError(f"{known.arn} has two values of the single property {name}.")
        else:
            properties[name] = tuple(dict.fromkeys((*_values(old), *_values(value))))
    return replace(known, properties=properties)


def _values(value: Value) -> tuple[Scalar, ...]:
    return value if isinstance(value, tuple) else (value,)
