"""The facts by which lists are filtered, derived once for all entities with the same values."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineage_viz.evidence.fact import SOURCES
from lineage_viz.evidence.state import LIVE_UNREAD
from lineage_viz.model import Value, value_text
from lineage_viz.search_text import NO_STATE
from lineage_viz.store.columns.column import Codes, Column
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.columns.ordering import times_of
from lineage_viz.store.columns.sheet import Sheet
from lineage_viz.store.facet import Facet, facet_of
from lineage_viz.store.fact_index import Facts, Numbers
from lineage_viz.store.search_rows import Rows

Keys = npt.NDArray[np.int64]

_TEXTS = ("type", "account", "owner", "decidedby", "approval")
_FLAGS = ("servedby", "serves", "unapproved")
_STATES = ("status", "endpointstatus", "approval")
"""Properties that may be the state themselves, and have the sign of no state as their text."""

_MOST = 2**62


def facts_of(graph: ColumnGraph, order: Rows) -> Facts:
    """Return the facts of the rows in an order."""
    values: dict[Facet, int] = {}
    names: dict[str, int] = {}
    facets = [_facets(sheet, values) for sheet in graph.sheets]
    named = [_texts(sheet, "metricname", names) for sheet in graph.sheets]
    numbers = [_metrics(sheet) for sheet in graph.sheets] or [np.zeros(0)]
    decided = [times_of(sheet.columns.get("decidedat"), len(sheet.ids)) for sheet in graph.sheets]
    return Facts(
        tuple(values),
        _joined(facets)[order],
        tuple(names),
        _joined(named)[order],
        np.concatenate(numbers)[order],
        np.concatenate(decided or [np.zeros(0)])[order],
    )


def _joined(parts: Sequence[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


def _facets(sheet: Sheet, values: dict[Facet, int]) -> Numbers:
    """Return the number of the facet of each row; all that it depends on is a part of the key."""
    keys = np.zeros(len(sheet.ids), np.int64)
    for codes, size in _parts(sheet):
        if size > 1:
            keys = _with(keys, codes, size)
    _, rows, groups = np.unique(keys, return_index=True, return_inverse=True)
    own = [values.setdefault(facet_of(sheet.entity(row)), len(values)) for row in rows.tolist()]
    found: Numbers = np.array(own, np.int32)[groups]
    return found


def _parts(sheet: Sheet) -> list[tuple[Codes, int]]:
    columns = sheet.columns
    states, texts = sheet.searched.states.coded()
    every = [(states, len(texts)), _sized(sheet.labels.coded())]
    every += [_sized(columns[name].coded()) for name in _TEXTS if name in columns]
    every += [(_flags(columns[name]), 2) for name in _FLAGS if name in columns]
    if SOURCES in columns:
        every.append((_unread(columns[SOURCES]), 2))
    return [*every, *_alone(sheet, states, texts)]


def _sized(coded: tuple[Codes, Sequence[Value | None]]) -> tuple[Codes, int]:
    return coded[0], len(coded[1])


def _flags(column: Column) -> Codes:
    codes, values = column.coded()
    return np.array([bool(value_text("" if value is None else value)) for value in values], np.int8)[codes]


def _unread(column: Column) -> Codes:
    codes, values = column.coded()
    texts = ["" if value is None else value_text(value) for value in values]
    return np.array([any(sign in text for sign in LIVE_UNREAD) for text in texts], np.int8)[codes]


def _alone(sheet: Sheet, states: Codes, texts: Sequence[Value | None]) -> list[tuple[Codes, int]]:
    """Return a number of its own for each entity whose state may be the sign of no state, or none."""
    if not has_sign_of_no_state(sheet):
        return []
    without = np.array([text == NO_STATE for text in texts], np.bool_)[states]
    rows = np.flatnonzero(without)
    codes = np.zeros(len(sheet.ids), np.int64)
    codes[rows] = np.arange(1, len(rows) + 1)
    return [(codes, len(rows) + 1)]


def has_sign_of_no_state(sheet: Sheet) -> bool:
    """Return True when the sign of no state may be a state that is recorded."""
    own = [column for name in _STATES if (column := sheet.columns.get(name))]
    return any(NO_STATE in column.coded()[1] for column in own)


def _with(keys: Keys, codes: Codes, size: int) -> Keys:
    """Return keys that are equal only where these and the codes are."""
    if len(keys) and (int(keys.max()) + 1) * size > _MOST:
        keys = np.unique(keys, return_inverse=True)[1].astype(np.int64)
    return keys * size + codes


def _texts(sheet: Sheet, name: str, known: dict[str, int]) -> Numbers:
    column = sheet.columns.get(name)
    codes, values = column.coded() if column else (np.zeros(len(sheet.ids), np.int8), [None])
    texts = ["" if value is None else value_text(value) for value in values]
    found: Numbers = np.array([known.setdefault(text, len(known)) for text in texts], np.int32)[codes]
    return found


def _metrics(sheet: Sheet) -> npt.NDArray[np.float64]:
    column = sheet.columns.get("metricvalue")
    if column is None:
        return np.full(len(sheet.ids), math.nan)
    codes, values = column.coded()
    numbers = [float(value) if isinstance(value, int | float) else math.nan for value in values]
    return np.array(numbers, np.float64)[codes]
