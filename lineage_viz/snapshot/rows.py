"""Rows of Neptune CSV files, compressed or plain, as values. An error names the file and line of the bad row."""

import bz2
import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.model import Association, Entity, Value
from lineage_viz.search_text import DERIVED
from lineage_viz.snapshot.column import Column

ENDINGS = (".csv", ".csv.gz", ".csv.bz2")

# The csv module's own limit (128 KiB) is far below Neptune's limit of 55 MB for one property.
csv.field_size_limit(55 * 2**20)

Reader = Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Table:
    """The header of one file: the positions of the system columns, and the property columns with their positions."""

    path: Path
    system: dict[str, int]
    columns: tuple[tuple[int, Column], ...]
    width: int

    @property
    def is_edges(self) -> bool:
        """True when the rows are edges; otherwise they are vertices."""
        return "~from" in self.system


def read_table(path: Path) -> Table:
    """Read the header of a file. Raises BadRow, SnapshotError."""
    with _open(path) as stream:
        cells = next(_lines(path, stream), (1, []))[1]
    return _table(path, cells)


def read_entities(table: Table) -> Iterator[Entity]:
    """Yield the vertices of a file, in its order; `::` joins several labels, as in Gremlin.

    Raises BadRow, SnapshotError.
    """
    at_id, at_label = table.system["~id"], table.system.get("~label")
    shared: dict[str, str] = {}
    for line, row, properties in _rows(table):
        arn = row[at_id]
        if not arn:
            raise BadRow(table.path, line, "the ~id is empty")
        label = row[at_label] if at_label is not None else ""
        if properties.get("arn") == arn:
            properties["arn"] = arn  # one string in memory, not two equal ones
        label = shared.setdefault(label, label.replace(";", "::") or "vertex")
        yield Entity(arn, label, properties)


def read_associations(
    table: Table, arns: dict[str, str] | None = None, *, keep_ids: bool = True
) -> Iterator[Association]:
    """Yield the edges of a file, in its order; with `keep_ids`, `own_id` is the edge id.

    `arns` makes all associations share one string for each ARN, which halves the memory of a large graph. Pass it if
    you keep the associations. Raises BadRow, SnapshotError.
    """
    at = table.system
    at_id, at_from, at_to, at_label = at["~id"], at["~from"], at["~to"], at.get("~label")
    shared: dict[str, str] = {}
    for line, row, properties in _rows(table):
        source, destination = row[at_from], row[at_to]
        if not (source and destination and row[at_id]):
            raise BadRow(table.path, line, "the ~id, ~from or ~to is empty")
        label = row[at_label] if at_label is not None else ""
        label = shared.setdefault(label, label or "edge")
        if arns is not None:
            source, destination = arns.setdefault(source, source), arns.setdefault(destination, destination)
        yield Association(source, label, destination, properties, row[at_id] if keep_ids else None)


def _open(path: Path) -> IO[str]:
    opener = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
    return opener(path, "rt", encoding="utf-8-sig", newline="")  # type: ignore[operator, no-any-return]


def _lines(path: Path, stream: IO[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(stream, strict=True, skipinitialspace=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise BadRow(path, reader.line_num, f"the row is not RFC 4180 CSV ({error})") from error
    except UnicodeDecodeError as error:
        raise BadRow(path, reader.line_num + 1, "the row is not UTF-8") from error
    except (EOFError, zlib.error, OSError) as error:
        raise SnapshotError(
            f"{path.name} is damaged or cut off ({error}). Copy or export it again."
        ) from error


def _table(path: Path, cells: Sequence[str]) -> Table:
    system: dict[str, int] = {}
    columns: list[tuple[int, Column]] = []
    for index, raw in enumerate(cells):
        cell = raw.strip()
        if cell.startswith("~"):
            if cell in system:
                raise BadRow(path, 1, f"the header has {cell} twice")
            system[cell] = index
            continue
        try:
            columns.append((index, Column.parse(cell)))
        except ValueError as error:
            raise BadRow(path, 1, str(error)) from error
    unknown = set(system) - {"~id", "~label", "~from", "~to"}
    missing = ("~from" in system) != ("~to" in system)
    if "~id" not in system or unknown or missing:
        raise BadRow(
            path, 1, "the header needs ~id (and ~from and ~to for edges), and no other ~ column than ~label"
        )
    return Table(path, system, tuple(columns), len(cells))


def _rows(table: Table) -> Iterator[tuple[int, list[str], dict[str, Value]]]:
    plan = [
        (index, column.name, column.reader) for index, column in table.columns if column.name not in DERIVED
    ]
    width = table.width
    with _open(table.path) as stream:
        lines = _lines(table.path, stream)
        next(lines, None)
        for line, row in lines:
            if len(row) != width:
                raise BadRow(table.path, line, f"the row has {len(row)} fields, but the header has {width}")
            try:
                properties = {
                    name: row[index] if read is None else read(row[index])
                    for index, name, read in plan
                    if row[index]
                }
            except ValueError as error:
                raise BadRow(table.path, line, _reason(plan, row, error)) from error
            yield line, row, properties


def _reason(plan: Sequence[tuple[int, str, Reader | None]], row: Sequence[str], error: ValueError) -> str:
    for index, name, read in plan:
        try:
            if read is not None and row[index]:
                read(row[index])
        except ValueError:
            return f"{name} has the value {row[index][:80]!r}, which is not of its type ({error})"
    return str(error)
