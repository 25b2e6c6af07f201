"""The writer of a snapshot's files: one for each label and one for the associations; equal rows give equal bytes."""

import codecs
import gzip
import io
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TextIO

from lineage_viz.errors import SnapshotError
from lineage_viz.evidence.record import RECORD
from lineage_viz.model import Association, Entity, EntityLabel, Properties, Value
from lineage_viz.search_text import derived_texts
from lineage_viz.snapshot.column import Column, csv_field, joined, quoted
from lineage_viz.snapshot.manifest import FileEntry
from lineage_viz.snapshot.parts import entry_of
from lineage_viz.snapshot.rows import written_label
from lineage_viz.snapshot.schema import EDGE_FILE, SAGEMAKER, FileSchema
from lineage_viz.system.two_processes import both

_MARKED = "lineage_viz.marked"
"""The error handler that writes a lone surrogate (possible in JSON, impossible in UTF-8) as U+FFFD."""


def _mark(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "\N{REPLACEMENT CHARACTER}".encode() * (error.end - error.start), error.end


codecs.register_error(_MARKED, _mark)


class Finish(Protocol):
    """The last step before entities and associations are written; each process takes it for those that it writes."""

    def entities(self, wanted: Iterable[Entity]) -> Iterable[Entity]:
        """The finished entities, with the same ARNs and labels."""

    def associations(self, wanted: Iterable[Association]) -> Iterable[Association]:
        """The finished associations, with the same ends and types."""


class Finished:
    """The step for a lineage that needs none."""

    def entities(self, wanted: Iterable[Entity]) -> Iterable[Entity]:
        """The same entities."""
        return wanted

    def associations(self, wanted: Iterable[Association]) -> Iterable[Association]:
        """The same associations."""
        return wanted


FINISHED = Finished()


def write_tables(
    folder: Path,
    entities: Iterable[Entity],
    associations: Iterable[Association],
    schema: FileSchema = SAGEMAKER,
    finish: Finish = FINISHED,
) -> tuple[FileEntry, ...]:
    """Write entities, sorted by ARN, and associations, sorted by source, destination and type.

    Write all files, also those without rows. Raises SnapshotError for an entity without a file or a property without
    a column, OSError.
    """
    vertices = _write_vertices(folder, finish.entities(entities), schema, schema.files())
    return *vertices, _write_edges(folder, finish.associations(associations), schema)


def write_large_tables(
    folder: Path,
    entities: Sequence[Entity],
    associations: Sequence[Association],
    schema: FileSchema,
    finish: Finish = FINISHED,
) -> tuple[FileEntry, ...]:
    """Do the same in two processes: one for jobs, one for the others. The associations go with the shorter part.

    Jobs with their records have the longest rows; without records, the other entities are more.
    """
    jobs = schema.file_of(EntityLabel.TRIAL_COMPONENT)
    of_jobs = [each for each in entities if each.label == EntityLabel.TRIAL_COMPONENT]
    others = [each for each in entities if each.label != EntityLabel.TRIAL_COMPONENT]
    are_long = any(RECORD in each.properties for each in of_jobs)

    def edges() -> FileEntry:
        return _write_edges(folder, finish.associations(associations), schema)

    def first_half() -> Sequence[FileEntry]:
        vertices = _write_vertices(folder, finish.entities(of_jobs), schema, {jobs})
        return vertices if are_long else (*vertices, edges())

    def second_half() -> Sequence[FileEntry]:
        vertices = _write_vertices(folder, finish.entities(others), schema, schema.files().keys() - {jobs})
        return (*vertices, edges()) if are_long else vertices

    first, second = both(first_half, second_half)
    written = {each.name: each for each in (*first, *second)}
    return tuple(written[name] for name in (*schema.files(), EDGE_FILE))


def with_derived(entity: Entity) -> Properties:
    """Return the properties for the file: the entity's own and the searched texts.

    A file cannot tell an empty text from an absent one, so the searched texts are those of an entity without it.
    """
    if "" in entity.properties.values():
        found = {name: value for name, value in entity.properties.items() if value != ""}
        entity = replace(entity, properties=found)
    return {**entity.properties, **derived_texts(entity)}


def _write_vertices(
    folder: Path, entities: Iterable[Entity], schema: FileSchema, names: Collection[str]
) -> Sequence[FileEntry]:
    # All files are open at once, so that the entities can be a stream.
    with ExitStack() as open_files:
        tables = {
            name: open_files.enter_context(_table(folder / name, ("~id", "~label"), columns))
            for name, columns in schema.files().items()
            if name in names
        }
        for entity in entities:
            try:
                table = tables[schema.file_of(str(entity.label))]
            except KeyError:
                raise SnapshotError(
                    f"{entity.arn} has the label {entity.label}. Snapshots have no file for this label."
                ) from None
            table.add((entity.arn, _label(entity)), with_derived(entity))
    return [table.entry() for table in tables.values()]


def _write_edges(folder: Path, associations: Iterable[Association], schema: FileSchema) -> FileEntry:
    with _table(folder / EDGE_FILE, ("~id", "~from", "~to", "~label"), schema.edges) as table:
        for each in associations:
            table.add((each.id, each.source, each.destination, joined((each.type,))), each.properties)
    return table.entry()


def _label(entity: Entity) -> str:
    try:
        return written_label(str(entity.label))
    except ValueError as error:
        raise SnapshotError(
            f"{entity.arn} cannot be written: its label {error}. Rename the label."
        ) from error


class _Rows:
    """An open file for writing rows."""

    def __init__(
        self, path: Path, stream: TextIO, heading: tuple[str, ...], columns: tuple[Column, ...]
    ) -> None:
        self._path, self._stream, self._count = path, stream, 0
        self._places = {column.name: place for place, column in enumerate(columns, start=len(heading))}
        self._arrays = {column.name for column in columns if column.array}
        self._absent = [""] * len(columns)
        stream.write(",".join((*heading, *(csv_field(column.header) for column in columns))) + "\n")

    def add(self, system: tuple[str, ...], properties: Properties) -> None:
        fields = [*map(quoted, system), *self._absent]
        for name, value in properties.items():
            place = self._places.get(name)
            if place is None:
                raise SnapshotError(
                    f"{system[0]} has the property {name}. {self._path.name} has no column for it."
                )
            if isinstance(value, str) and name not in self._arrays:  # as nearly all values are
                fields[place] = quoted(value)
            else:
                fields[place] = self._field(system[0], name, value)
        self._stream.write(",".join(fields) + "\n")
        self._count += 1

    def _field(self, id_: str, name: str, value: Value) -> str:
        if name in self._arrays and not isinstance(value, tuple):
            value = (value,)
        try:
            return csv_field(value)
        except ValueError as error:
            raise SnapshotError(
                f"The property {name} of {id_} cannot be written: {error}. Change it."
            ) from error

    def entry(self) -> FileEntry:
        """Return the manifest's entry for the file; call it after closing the file."""
        return entry_of(self._path, self._count)


@contextmanager
def _table(path: Path, heading: tuple[str, ...], columns: tuple[Column, ...]) -> Iterator[_Rows]:
    # The gzip header has no file name or time, so equal rows give equal bytes. Level 4 gives files 8 % larger than
    # level 9, in a third of the time.
    with path.open("wb") as raw:
        with (
            gzip.GzipFile("", "wb", 4, raw, mtime=0) as packed,
            io.TextIOWrapper(packed, "utf-8", errors=_MARKED, newline="") as text,
        ):
            yield _Rows(path, text, heading, columns)
        raw.flush()
        os.fsync(raw.fileno())
