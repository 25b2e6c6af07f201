"""One file of entities of an export, as columns."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lineage_viz.search_text import (
    DERIVED,
    SEARCH_NAMES,
    SEARCH_RECORD,
    SEARCH_STATE,
    SEARCH_TEXT,
    SEARCH_TITLE,
)
from lineage_viz.snapshot.column import Column as Heading
from lineage_viz.snapshot.rows import Table, label_of
from lineage_viz.store.columns.building import BuildingOwn, BuildingTexts, BuildingTimes
from lineage_viz.store.columns.column import Coded, Column, OwnIds
from lineage_viz.store.columns.mending import mended
from lineage_viz.store.columns.parsing import headings, parsed
from lineage_viz.store.columns.plain import NotPlain
from lineage_viz.store.columns.search_text import Places, SearchText
from lineage_viz.store.columns.sheet import Searched, Sheet

_ID, _LABEL, _OWN = "~id", "~label", "arn"


def read_sheet(table: Table, text: SearchText) -> Sheet | None:
    """Read a file, and add its searched texts; None for one without rows. Raises NotPlain, OSError."""
    names, types = headings(table), _types(table)
    if DERIVED - types.keys() or _LABEL not in types:
        raise NotPlain("a derived text or the label has no column")
    reading = _Reading(table, text)
    for block, arrays in parsed(table.path, names, types):
        reading.add(block.replaced, arrays)
    return reading.finish()


def _types(table: Table) -> dict[str, Any]:
    import pyarrow as pa

    types = {name: pa.string() for name in table.system}
    for _, column in table.columns:
        if column.array:
            raise NotPlain("a column has several values")
        types[column.name] = pa.timestamp("s", "UTC") if column.type == "date" else pa.string()
    return types


class _Reading:
    """The columns of a file, of which some blocks are read."""

    def __init__(self, table: Table, text: SearchText) -> None:
        self._text = text
        own = {column.name: column for column in table.property_columns}
        self._columns = {
            name: _building(column) for name, column in own.items() if name not in DERIVED and name != _OWN
        }
        self._order = list(own)
        self._own = BuildingOwn() if _OWN in own else None
        self._labels = BuildingTexts(lambda text: label_of(table, text))
        self._states = BuildingTexts(coded=True)
        self._records, self._names = BuildingTexts(), BuildingTexts()
        self._places: list[Places] = []
        self._ids: list[str] = []
        self._doubtful: list[int] = []

    def add(self, replaced: tuple[int, ...], arrays: Mapping[str, Any]) -> None:
        """Add a block."""
        self._doubtful += [len(self._ids) + row for row in replaced]
        self._ids += arrays[_ID].to_pylist()
        for name, column in self._columns.items():
            column.add(arrays[name])
        if self._own:
            self._own.add(arrays[_OWN], arrays[_ID])
        self._labels.add(arrays[_LABEL])
        self._states.add(arrays[SEARCH_STATE])
        self._records.add(arrays[SEARCH_RECORD])
        self._names.add(arrays[SEARCH_NAMES])
        self._places.append(self._text.add_arrays(arrays[SEARCH_TITLE], arrays[SEARCH_TEXT]))

    def finish(self) -> Sheet | None:
        """Return the columns. Raises NotPlain."""
        if not self._ids:
            return None
        labels, states, records, names = (
            each.finish() for each in (self._labels, self._states, self._records, self._names)
        )
        if not isinstance(labels, Coded) or not labels.codes.all() or not (states and records and names):
            raise NotPlain("an entity has no label, or no derived text")
        if "" in self._ids:
            raise NotPlain("an entity has no id")
        searched = Searched(np.concatenate(self._places), states, records, names)
        return mended(Sheet(self._ids, labels, self._properties(), searched), self._doubtful, self._text)

    def _properties(self) -> dict[str, Column]:
        found: dict[str, Column] = {}
        for name in self._order:
            if name == _OWN and self._own:
                has = self._own.finish()
                if np.any(has):
                    found[name] = OwnIds(self._ids, has)
            elif name in self._columns and (column := self._columns.pop(name).finish()):
                found[name] = column
        return found


def _building(column: Heading) -> BuildingTexts | BuildingTimes:
    return BuildingTimes() if column.type == "date" else BuildingTexts(column.reader)
