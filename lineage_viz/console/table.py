"""An answer as a table, as CSV and as JSON: each shape of row has its own columns."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lineage_viz.console.lineage import arn_of
from lineage_viz.console.values import Edge, Map, Path, Property, Tree, Value, Vertex
from lineage_viz.json_text import json_text, number_text, storable
from lineage_viz.takeaway.tables import BYTE_ORDER_MARK, safe_cell

_MOST_COLUMNS = 200

Names = Mapping[str, str]
"""The titles of entities by ARN."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of an answer with their cells as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(rows: Sequence[Value], hints: Sequence[str] = (), names: Names | None = None) -> Table:
    """Return a table of these rows. `hints` name the parts of paths. `names` replace the ids of vertices by titles."""
    known = names or {}
    columns, cells = _split(rows, hints)
    return Table(columns, tuple(tuple(text(each, known) for each in row) for row in cells))


def as_csv(rows: Sequence[Value], hints: Sequence[str] = (), note: str = "") -> str:
    """Return CSV with the ids of vertices; `note` is a last line that says what is cut off."""
    found, out = table(rows, hints), io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(storable(each)) for each in found.columns])
    writer.writerows([safe_cell(storable(cell)) for cell in row] for row in found.rows)
    if note:
        writer.writerow([note])
    return BYTE_ORDER_MARK + out.getvalue()


def as_json(rows: Sequence[Value], query: str, extent: str) -> str:
    """Return JSON with the query, its extent in words, and the rows in their own shapes."""
    whole = {"query": storable(query), "extent": extent, "rows": [plain(row) for row in rows]}
    return json_text(whole, indent=1) + "\n"


def plain(value: Value) -> Any:
    """Return a value as JSON has it. A map whose keys are no texts is a list of pairs."""
    match value:
        case Vertex(id, label, properties):
            more = {"properties": plain(properties)} if properties else {}
            return {"id": id, "label": label} | more
        case Edge(id, label, source, destination):
            return {"id": id, "label": label, "from": source, "to": destination}
        case Property(name, inside):
            return {name: plain(inside)}
        case Map(pairs) if all(isinstance(key, str) for key, _ in pairs):
            return {storable(str(key)): plain(inside) for key, inside in pairs}
        case Map(pairs):
            return [{"key": plain(key), "value": plain(inside)} for key, inside in pairs]
        case Path(steps):
            return [plain(each) for each in steps]
        case Tree(roots):
            return [{"key": plain(root), "below": plain(below)} for root, below in roots]
        case tuple():
            return [plain(each) for each in value]
        case datetime():
            return value.isoformat()
        case str():
            return storable(value)
        case Decimal():
            return float(value) if Decimal(repr(float(value))) == value else str(value)
    return value


def text(value: Value, names: Names) -> str:
    """Return a value as one line of text."""
    match value:
        case None:
            return "(null)"
        case str():
            return value
        case bool():
            return str(value).lower()
        case Vertex(id):
            return names.get(id, id)
        case Edge(_, label):
            return label
        case Property(name, inside):
            return f"{name}: {text(inside, names)}"
        case datetime():
            return value.isoformat(" ", "seconds").replace("+00:00", " UTC")
        case Path(steps):
            return " → ".join(text(each, names) for each in steps)
        case tuple() if len(value) == 1:
            return text(value[0], names)
        case tuple():
            return ", ".join(
                f"[{text(each, names)}]" if isinstance(each, tuple) else text(each, names) for each in value
            )
        case Map() if (arn := arn_of(value)) in names:
            return names[arn]
        case Map(pairs):
            return ", ".join(f"{text(key, names)}: {text(inside, names)}" for key, inside in pairs)
        case Tree(roots):
            return "; ".join(
                text(root, names) + (f" → ({text(below, names)})" if below.roots else "")
                for root, below in roots
            )
    return number_text(value) if isinstance(value, float) else str(value)


def _split(rows: Sequence[Value], hints: Sequence[str]) -> tuple[tuple[str, ...], list[Sequence[Value]]]:
    """Return the columns and their values, by the shape that all rows have."""
    for kind, split in _SHAPES:
        if rows and all(isinstance(row, kind) for row in rows):
            return split(rows, hints)
    return ("Value",), [[row] for row in rows]


def _paths(rows: Sequence[Any], hints: Sequence[str]) -> tuple[tuple[str, ...], list[Sequence[Value]]]:
    longest = min(max(len(row.steps) for row in rows), _MOST_COLUMNS)
    # As in a notebook, the hints begin again where a path is longer.
    columns = tuple(
        f"{number + 1} {hints[number % len(hints)]}" if hints else f"{number + 1}"
        for number in range(longest)
    )
    return columns, [(*row.steps[:longest], *[""] * (longest - len(row.steps))) for row in rows]


def _maps(rows: Sequence[Any], _: Sequence[str]) -> tuple[tuple[str, ...], list[Sequence[Value]]]:
    keys = dict.fromkeys(key for row in rows for key, _ in row.pairs)
    counts = len(rows) == 1 and all(isinstance(value, int | float) for _, value in rows[0].pairs)
    if counts or not keys or len(keys) > _MOST_COLUMNS or not all(isinstance(key, str) for key in keys):
        return _single_maps(rows)
    return tuple(map(str, keys)), [[dict(row.pairs).get(key, "") for key in keys] for row in rows]


def _single_maps(rows: Sequence[Any]) -> tuple[tuple[str, ...], list[Sequence[Value]]]:
    """Return one row for each pair: such a map counts or groups."""
    if len(rows) == 1:
        return ("Key", "Value"), [[key, value] for key, value in rows[0].pairs]
    return ("Value",), [[row] for row in rows]


def _vertices(rows: Sequence[Any], _: Sequence[str]) -> tuple[tuple[str, ...], list[Sequence[Value]]]:
    return ("Vertex", "Label", "Id"), [[row, row.label, row.id] for row in rows]


def _edges(rows: Sequence[Any], _: Sequence[str]) -> tuple[tuple[str, ...], list[Sequence[Value]]]:
    columns = "From", "Association", "To"
    return columns, [[Vertex(row.source, ""), row.label, Vertex(row.destination, "")] for row in rows]


def _properties(rows: Sequence[Any], _: Sequence[str]) -> tuple[tuple[str, ...], list[Sequence[Value]]]:
    return ("Property", "Value"), [[row.name, row.value] for row in rows]


_SHAPES: tuple[
    tuple[type, Callable[[Sequence[Any], Sequence[str]], tuple[tuple[str, ...], list[Sequence[Value]]]]], ...
] = ((Path, _paths), (Map, _maps), (Vertex, _vertices), (Edge, _edges), (Property, _properties))
