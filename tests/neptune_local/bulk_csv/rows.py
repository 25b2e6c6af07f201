"""The rows of one file, as `load.groovy` takes them, and the reason for each row that cannot be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.neptune_local.bulk_csv.column import Mismatch
from tests.neptune_local.bulk_csv.header import Header
from tests.neptune_local.bulk_csv.records import Cell, NotCsv, records
from tests.neptune_local.bulk_csv.values import separated


@dataclass(frozen=True, slots=True)
class Row:
    """A readable row: id, label, from, to, and pairs of a property column's number and a value."""

    number: int
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A row that cannot be read. A `fatal` one is the last of its file."""

    number: int
    reason: str
    datatype: bool = False
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file with its parsed header."""

    path: Path
    header: Header

    def rows(self) -> Iterator[Row | Spoiled]:
        """All rows after the header, numbered from 1."""
        number = -1
        try:
            for number, cells in enumerate(records(self.path)):
                if number:
                    yield _read(self.header, number, cells)
        except NotCsv as error:
            yield Spoiled(number + 1, f"the file cannot be read further: {error}", fatal=True)


def open_table(path: Path) -> Table | Spoiled:
    """Open a file and parse its header."""
    try:
        return Table(path, Header.parse(next(records(path), [])))
    except (NotCsv, ValueError) as error:
        return Spoiled(0, str(error), fatal=True)


def _read(header: Header, number: int, cells: Sequence[Cell]) -> Row | Spoiled:
    try:
        return Row(number, _values(header, cells))
    except ValueError as error:
        return Spoiled(number, str(error), datatype=isinstance(error, Mismatch))


def _values(header: Header, cells: Sequence[Cell]) -> list[Any]:
    """Raises ValueError with the reason."""
    if len(cells) != header.width:
        raise ValueError(f"{len(cells)} fields, the header has {header.width}")
    ends = [_required(header, cells, name) if header.is_edges else None for name in ("~from", "~to")]
    properties = [
        (position, value)
        for position, (index, column) in enumerate(header.columns)
        if (text := cells[index]) is not None
        for value in column.values(text)
    ]
    return [_required(header, cells, "~id"), _label(header, cells), *ends, properties]


def _required(header: Header, cells: Sequence[Cell], name: str) -> str:
    """An id. The empty text is an id, a blank field is not. Raises ValueError."""
    cell = cells[header.system[name]]
    if cell is None:
        raise ValueError(f"{name} is blank")
    return cell


def _label(header: Header, cells: Sequence[Cell]) -> str:
    index = header.system.get("~label")
    cell = None if index is None else cells[index]
    if cell is None:
        return "edge" if header.is_edges else "vertex"
    labels = list(dict.fromkeys(separated(cell)))
    if "" in labels:
        raise ValueError("a label is empty")
    if header.is_edges and len(labels) > 1:
        raise ValueError("an edge has one label")
    return "::".join(labels)
