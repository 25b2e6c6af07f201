"""The adoption of a foreign folder: a verified snapshot with the same lineage, and a list of all changes.

A load, a reload or an audit needs a snapshot: its rows are sorted, its ids are safe in a shared cluster, and its
manifest shows that it is whole. The foreign folder stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lineage_viz.arn import Arn
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, Properties, Value
from lineage_viz.snapshot.column import Column
from lineage_viz.snapshot.completeness import SHOWS_NOTHING, about_rows
from lineage_viz.snapshot.folder import Folder
from lineage_viz.snapshot.foreign import ForeignLineage
from lineage_viz.snapshot.manifest import ADOPTED
from lineage_viz.snapshot.schema import SAGEMAKER, FileSchema
from lineage_viz.snapshot.writer import Header, write_snapshot
from lineage_viz.words import count

_BLANKS = re.compile(r"\s")
_TYPES: Mapping[type, str] = {bool: "bool", int: "long", float: "double", datetime: "date"}


@dataclass(frozen=True, slots=True)
class Adopted:
    """The new snapshot, and the differences between it and the foreign folder, one sentence each."""

    path: Path
    changes: tuple[str, ...]


def adopt(folder: Folder, parent: Path) -> Adopted:
    """Write a snapshot of a foreign folder below `parent`.

    The ids become ARNs where every vertex has an `arn` and these are distinct; otherwise they stay. The time of the
    snapshot is that of the folder's newest file. Raises SnapshotError for a folder that is a snapshot already, or whose
    rows cannot be read or written.
    """
    if folder.manifest is not None:
        raise SnapshotError(f"{folder.path} is a snapshot already. Load or open it as it is.")
    lineage = folder.foreign
    associations = [replace(each, properties=_allowed(each.properties)) for each in lineage.associations]
    entities = [replace(each, properties=_allowed(each.properties)) for each in lineage.entities]
    renamed = _renamed(folder)
    schema = _schema(entities, associations)
    header = _header(folder, entities)
    path = write_snapshot(parent, header, entities, associations, schema)
    return Adopted(path, tuple(_changes(folder, header, renamed)))


def _renamed(folder: Folder) -> tuple[str, ...]:
    """Return the property names with blanks. Raises SnapshotError when two names would become one."""
    names = {column.name for table in folder.tables for column in table.property_columns}
    by_new = Counter(map(_without_blanks, names))
    if twice := sorted(name for name in names if by_new[_without_blanks(name)] > 1):
        raise SnapshotError(
            f"{folder.path} has the properties {', '.join(twice)}. Neptune allows no blanks in a name, and without "
            "them these names are the same. Rename one of them."
        )
    return tuple(sorted(name for name in names if _BLANKS.search(name)))


def _without_blanks(name: str) -> str:
    return _BLANKS.sub("_", name)


def _allowed(properties: Properties) -> Properties:
    """Return the properties with names that Neptune accepts: without blanks."""
    return {_without_blanks(name): value for name, value in properties.items()}


def _schema(entities: Iterable[Entity], associations: Iterable[Association]) -> FileSchema:
    """Return the schema of exports with the further labels and properties of these entities and associations."""
    vertices: dict[str, dict[Column, None]] = {}
    for each in entities:
        columns = vertices.setdefault(str(each.label), {})
        columns.update(
            (_column(name, value, of_vertex=True), None) for name, value in each.properties.items()
        )
    edges = dict.fromkeys(
        _column(name, value, of_vertex=False)
        for each in associations
        for name, value in each.properties.items()
    )
    return SAGEMAKER.extended(vertices, edges)


def _column(name: str, value: Value, *, of_vertex: bool) -> Column:
    if not isinstance(value, tuple):
        return Column(name, _TYPES.get(type(value), "string"), single=of_vertex)
    types = {_TYPES.get(type(part), "string") for part in value}
    # Edges have no sets in Neptune, so their values become one text.
    return Column(name, types.pop() if of_vertex and len(types) == 1 else "string", array=of_vertex)


def _header(folder: Folder, entities: Iterable[Entity]) -> Header:
    """Return the header. It has an account and region only if all entities are of the same."""
    origins = {(each.text("account"), each.text("region")) for each in entities if not each.unresolved}
    account, region = origins.pop() if len(origins) == 1 else ("", "")
    if not account or not region:
        account, region = "", ""
    newest = max(table.path.stat().st_mtime for table in folder.tables)
    taken = datetime.fromtimestamp(int(newest), UTC)
    partitions = {Arn.parse(each.arn).partition for each in entities}
    return Header(
        account=account,
        region=region,
        partition=partitions.pop() if len(partitions) == 1 else "",
        taken=taken,
        mode=ADOPTED,
        details=False,
        last_full=taken,
        incomplete=folder.gaps,
        folder=folder.name or "folder",
        without_row=folder.foreign.without_row,
        completeness=_completeness(folder),
    )


def _completeness(folder: Folder) -> str:
    """Return what is known about the completeness of the folder. Files that are passed over may have further rows."""
    rows = f"Every row of {'the read files' if folder.gaps else 'the folder'} is in the snapshot."
    return " ".join((rows, *about_rows(folder.foreign), SHOWS_NOTHING))


def _about_ids(lineage: ForeignLineage) -> Iterator[str]:
    """Yield sentences about the ids of entities, and about those of associations if they change."""
    with_row = lineage.entities[: lineage.with_row]
    arns = bool(with_row) and all(each.arn.startswith("arn:") for each in with_row)
    if lineage.renamed:
        yield f"{count(lineage.renamed, 'id became an ARN', 'ids became ARNs')}."
    elif arns:
        yield "The ids of entities stay; they are ARNs."
    else:
        because = ", because not every entity has an ARN of its own in a column `arn`"
        yield f"All ids stay{because if with_row else ''}."
    kept = sum(each.own_id is not None for each in lineage.associations)
    if arns and kept < len(lineage.associations):
        yield "The ids of associations are made from their ends and type."
    if arns and kept:
        keep = count(kept, "association keeps its id", "associations keep their ids")
        yield f"{keep}, because another one has the same ends and type."


def _changes(folder: Folder, header: Header, renamed_properties: Sequence[str]) -> Iterable[str]:
    yield f"The time of the snapshot is that of the newest file: {header.taken:%Y-%m-%d %H:%M:%S} UTC."
    yield from _about_ids(folder.foreign)
    yield header.completeness
    if renamed_properties:
        names = ", ".join(renamed_properties)
        yield f"Blanks became _ in the names of these properties, because Neptune allows none: {names}."
    yield from (f"{gap}." for gap in folder.gaps)
