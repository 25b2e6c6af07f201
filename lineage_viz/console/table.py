"""An answer as a table, as CSV and as JSON: each shape of row has its own columns."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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

_Split = tuple[tuple[str, ...], list[Sequence[Any]]]
"""The columns, and a value for each in each row; `_ABSENT` where a row lacks it."""

_EXTENT = "lineage extent"
"""The column with the extent, as files of lineage name what is about the whole file."""

_NULL, _EMPTY, _ABSENT = "(null)", "(empty)", object()
"""The words for a null and for a text without a letter; a row that lacks a part has an empty cell."""

_GROUPS = re.compile(r"\bgroup(Count)?\s*\(")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of an answer with their cells as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(
    rows: Sequence[Value], hints: Sequence[str] = (), names: Names | None = None, query: str = ""
) -> Table:
    """Return a table of these rows. `hints` name the parts of paths. `names` replace the ids of vertices by titles.

    The number of rows decides no columns; only a map of counts, which `query` makes, has a row for each of its keys.
    """
    known = names or {}
    columns, cells = _split(rows, hints, query)
    return Table(columns, tuple(tuple(_cell(each, known) for each in row) for row in cells))


def as_csv(
    rows: Sequence[Value],
    hints: Sequence[str] = (),
    names: Names | None = None,
    query: str = "",
    extent: str = "",
) -> str:
    """Return CSV with the ids of vertices, then the names of those that `names` has, then the extent in each row."""
    columns, cells = _split(rows, hints, query)
    named = _named(columns, cells, names or {})
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_safe([*columns, *(f"{name} name" for name in named), _EXTENT]))
    for number, row in enumerate(cells or [[_ABSENT] * len(columns)]):
        more = [each[number] for each in named.values()] if cells else []
        writer.writerow(_safe([*(_cell(each, {}) for each in row), *more, extent]))
    return BYTE_ORDER_MARK + out.getvalue()


def _named(
    columns: Sequence[str], cells: Sequence[Sequence[Any]], names: Names
) -> Mapping[str, Sequence[str]]:
    """Return the names of the entities in each column that has some; those of an earlier column are not told again."""
    found: dict[tuple[str, ...], tuple[str, Sequence[str]]] = {}
    for number, column in enumerate(columns):
        arns = tuple("" if row[number] is _ABSENT else arn_of(row[number]) for row in cells)
        if any(arn in names for arn in arns):
            found.setdefault(arns, (column, [names.get(arn, "") for arn in arns]))
    return dict(found.values())


def is_counted(rows: Sequence[Value], query: str) -> bool:
    """True when the answer is one map of counts, which has a row for each of its keys."""
    if len(rows) != 1 or not isinstance(rows[0], Map) or not rows[0].pairs:
        return False
    numbers = all(
        isinstance(each, int | float | Decimal) and not isinstance(each, bool) for _, each in rows[0].pairs
    )
    return not _are_names(rows[0]) or (numbers and bool(_GROUPS.search(query)))


def _are_names(row: Map) -> bool:
    return all(isinstance(key, str) for key, _ in row.pairs)


def _safe(cells: Iterable[str]) -> list[str]:
    return [safe_cell(storable(each)) for each in cells]


def _cell(value: Any, names: Names) -> str:
    if value is _ABSENT:
        return ""
    return _EMPTY if value == "" else text(value, names)


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
            return _NULL
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


def _split(rows: Sequence[Value], hints: Sequence[str], query: str) -> _Split:
    """Return the columns and their values, by the shape that all rows have."""
    if is_counted(rows, query):
        assert isinstance(rows[0], Map)
        return ("Key", "Value"), [[key, value] for key, value in rows[0].pairs]
    for kind, split in _SHAPES:
        if rows and all(isinstance(row, kind) for row in rows):
            return split(rows, hints)
    return ("Value",), [[row] for row in rows]


def _paths(rows: Sequence[Any], hints: Sequence[str]) -> _Split:
    longest = min(max(len(row.steps) for row in rows), _MOST_COLUMNS)
    # As in a notebook, the hints begin again where a path is longer.
    columns = tuple(
        f"{number + 1} {hints[number % len(hints)]}" if hints else f"{number + 1}"
        for number in range(longest)
    )
    return columns, [(*row.steps[:longest], *[_ABSENT] * (longest - len(row.steps))) for row in rows]


def _maps(rows: Sequence[Any], _: Sequence[str]) -> _Split:
    keys = dict.fromkeys(key for row in rows for key, _ in row.pairs)
    if not keys or len(keys) > _MOST_COLUMNS or not all(map(_are_names, rows)):
        return ("Value",), [[row] for row in rows]
    return tuple(map(str, keys)), [[dict(row.pairs).get(key, _ABSENT) for key in keys] for row in rows]


def _vertices(rows: Sequence[Any], _: Sequence[str]) -> _Split:
    return ("Vertex", "Label", "Id"), [[row, row.label, row.id] for row in rows]


def _edges(rows: Sequence[Any], _: Sequence[str]) -> _Split:
    columns = "From", "Association", "To"
    return columns, [[Vertex(row.source, ""), row.label, Vertex(row.destination, "")] for row in rows]


def _properties(rows: Sequence[Any], _: Sequence[str]) -> _Split:
    return ("Property", "Value"), [[row.name, row.value] for row in rows]


_SHAPES: tuple[tuple[type, Callable[[Sequence[Any], Sequence[str]], _Split]], ...] = (
    (Path, _paths),
    (Map, _maps),
    (Vertex, _vertices),
    (Edge, _edges),
    (Property, _properties),
)
