"""The rows of one file in Neptune's Gremlin CSV, and what is wrong with them in Neptune's words."""

import bz2
import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.model import Scalar
from lineage_viz.snapshot.column import Column
from lineage_viz.snapshot.rows import Table, read_table

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\dZ?)?)?")
"""The forms of a date that Neptune's guide lists; our own reader takes more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One that can be read, as `load.groovy` takes it."""

    number: int
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One that cannot. After a `fatal` one there are no more."""

    number: int
    reason: str
    datatype: bool = False
    fatal: bool = False


def header(path: Path) -> Table | Spoiled:
    """The file's columns."""
    try:
        table = read_table(path)
    except BadRow as error:
        return Spoiled(0, error.reason, fatal=True)
    except SnapshotError as error:
        return Spoiled(0, str(error), fatal=True)
    for _, column in table.columns:
        if table.is_edges and (column.array or column.single):
            return Spoiled(0, f"{column.name}: an edge's property has no array or cardinality", fatal=True)
    return table


def rows(table: Table) -> Iterator[Row | Spoiled]:
    """All rows after the header."""
    opener: Any = {".gz": gzip.open, ".bz2": bz2.open}.get(table.path.suffix, open)
    number = 0
    with opener(table.path, "rt", encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream, strict=True, skipinitialspace=True)
        try:
            next(lines)
            for cells in filter(None, lines):
                number += 1
                yield _row(table, number, cells)
        except (csv.Error, UnicodeDecodeError, EOFError, OSError, zlib.error) as error:
            yield Spoiled(number + 1, f"the file cannot be read on: {error}", fatal=True)


def _row(table: Table, number: int, cells: list[str]) -> Row | Spoiled:
    if len(cells) != table.width:
        return Spoiled(number, f"{len(cells)} fields, the header has {table.width}")
    system = {name: cells[index] for name, index in table.system.items()}
    if missing := [name for name in ("~id", "~from", "~to") if name in system and not system[name]]:
        return Spoiled(number, f"{missing[0]} is empty")
    label = system.get("~label", "") or ("edge" if table.is_edges else "vertex")
    if table.is_edges and ";" in label:
        return Spoiled(number, "an edge has one label")
    properties: dict[str, list[Any]] = {}
    for index, column in table.columns:
        if text := cells[index]:
            try:
                properties.setdefault(column.name, []).extend(_values(column, text))
            except ValueError as error:
                return Spoiled(
                    number, f"{column.name}: {text[:80]!r} is no {column.type} ({error})", datatype=True
                )
    ends = [system.get("~from"), system.get("~to")]
    return Row(number, [system["~id"], label.replace(";", "::"), *ends, properties])


def _values(column: Column, text: str) -> list[Any]:
    if column.type == "date" and not column.array and not _DATE.fullmatch(text.strip()):
        raise ValueError("yyyy-MM-dd, yyyy-MM-ddTHH:mm, yyyy-MM-ddTHH:mm:ss or the last with Z")
    if column.reader is None:
        return [text]
    value = column.reader(text)
    return [_plain(one) for one in (value if isinstance(value, tuple) else (value,))]


def _plain(value: Scalar) -> str | int:
    """As JSON that the graph's side turns into the column's type: milliseconds, and fractions as Java spells them."""
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    if isinstance(value, float):
        return repr(value).replace("inf", "Infinity").replace("nan", "NaN")
    return value
