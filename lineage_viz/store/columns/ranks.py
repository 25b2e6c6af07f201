"""The ranks of the entities of columns by an order: each value is looked at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from lineage_viz.model import Entity, Value, value_text
from lineage_viz.search_text import NO_STATE
from lineage_viz.store.columns.column import Codes, Column
from lineage_viz.store.columns.facts import has_sign_of_no_state
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.columns.sheet import Sheet
from lineage_viz.store.order import FACTS, NUMBERS, TIMES, Order, SortBy, sort_value
from lineage_viz.store.search_rows import SearchRows
from lineage_viz.store.sorting import Ranks, RanksOf, ranks_of

Valued = tuple[Codes, Sequence[Any]]
"""The number of the value of each row, and the values that are compared."""

_TEXTS = {**FACTS, SortBy.SOURCE: ("sourceuri", "sourcearn")}
"""The texts of each order by one: of several, the first one counts that an entity has."""


def ranks_by(graph: ColumnGraph, rows: SearchRows, order: Codes) -> RanksOf:
    """Return the function that ranks entities in an order, which is that of the rows of a search."""

    def ranks(by: Order) -> Ranks:
        if by.by is SortBy.NAME:
            return ranks_of([*_titles(rows)])
        if by.by is SortBy.ARN:
            return ranks_of([utf16(arn) for arn in rows.arns])
        if by.by is SortBy.TYPE:
            of_kinds = ranks_of([sort_value(Entity("", *_kind(kind)), by) for kind in rows.kinds])
            found: Ranks = of_kinds[rows.kind]
            return found
        return _of_sheets(graph, by, order)

    return ranks


def utf16(text: str) -> bytes | None:
    """Return a text as Gremlin compares it; None for an empty one."""
    return text.encode("utf-16-be", "surrogatepass") or None


def _titles(rows: SearchRows) -> list[bytes | None]:
    bounds = rows.bounds.tolist()
    places = range(len(rows.kind)) if rows.places is None else rows.places.tolist()
    spans = (
        (bounds[2 * place], bounds[2 * place + 1] - 1) for place in places
    )  # without the end of the field
    return [utf16(rows.text[start:end].decode("utf-8", "surrogatepass")) for start, end in spans]


def _kind(kind: tuple[str, str]) -> tuple[str, dict[str, Value]]:
    label, type_ = kind
    return label, {"type": type_}


def _of_sheets(graph: ColumnGraph, by: Order, order: Codes) -> Ranks:
    codes, values = [np.zeros(0, np.int64)], list[Any]()
    for sheet in graph.sheets:
        own, compared = _valued(sheet, by)
        codes.append(own.astype(np.int64) + len(values))
        values += compared
    found: Ranks = ranks_of(values)[np.concatenate(codes)[order]]
    return found


def _valued(sheet: Sheet, by: Order) -> Valued:
    if by.by is SortBy.STATUS:
        return _states(sheet, by)
    names = _TEXTS.get(by.by) or (NUMBERS.get(by.by) or TIMES[by.by],)
    columns = {name: column for name in names if (column := sheet.columns.get(name))}
    if not columns:
        return np.zeros(len(sheet.ids), np.int8), [None]
    if len(columns) > 1:
        return _first_texts(sheet, tuple(columns.values()))
    ((name, column),) = columns.items()
    codes, values = column.coded()
    return codes, [sort_value(Entity("", "", {} if value is None else {name: value}), by) for value in values]


def _first_texts(sheet: Sheet, columns: Sequence[Column]) -> Valued:
    rows = range(len(sheet.ids))
    texts = (
        next((text for column in columns if (text := value_text(column.value(row) or ""))), "")
        for row in rows
    )
    return np.arange(len(rows)), [utf16(text) for text in texts]


def _states(sheet: Sheet, by: Order) -> Valued:
    if has_sign_of_no_state(sheet):
        rows = range(len(sheet.ids))
        return np.arange(len(rows)), [sort_value(sheet.entity(row), by) for row in rows]
    codes, texts = sheet.searched.states.coded()
    return codes, [None if text == NO_STATE else utf16(str(text)) for text in texts]
