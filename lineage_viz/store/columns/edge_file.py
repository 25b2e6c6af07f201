"""The file of the associations of an export, as columns."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lineage_viz.snapshot.rows import Table, label_of
from lineage_viz.store.columns.building import BuildingTexts, BuildingTimes, starts_of
from lineage_viz.store.columns.column import Coded, Column
from lineage_viz.store.columns.links import Links, Rows
from lineage_viz.store.columns.parsing import ahead, headings, parsed
from lineage_viz.store.columns.plain import NotPlain

_ID, _FROM, _TO, _LABEL = "~id", "~from", "~to", "~label"


def read_links(table: Table, rows: Mapping[str, int]) -> Links | None:
    """Read a file; `rows` has the row of each entity. None for a file without rows. Raises NotPlain, OSError."""
    reading = _Reading(table, rows)
    for _, arrays in ahead(parsed(table.path, headings(table), _types(table))):
        reading.add(arrays)
    return reading.finish()


def _types(table: Table) -> dict[str, Any]:
    import pyarrow as pa

    if _LABEL not in table.system or any(column.array for column in table.property_columns):
        raise NotPlain("the type has no column, or a column has several values")
    ends = pa.dictionary(pa.int32(), pa.string())
    times = {column.name for column in table.property_columns if column.type == "date"}
    types = {_ID: pa.string(), _FROM: ends, _TO: ends, _LABEL: pa.string()}
    for column in table.property_columns:
        types[column.name] = pa.timestamp("s", "UTC") if column.name in times else pa.string()
    return types


class _Reading:
    """The columns of a file, of which some blocks are read."""

    def __init__(self, table: Table, rows: Mapping[str, int]) -> None:
        self._rows = rows
        self._sources: list[Rows] = []
        self._destinations: list[Rows] = []
        self._types = BuildingTexts(lambda text: label_of(table, text))
        self._columns = {
            column.name: BuildingTimes() if column.type == "date" else BuildingTexts(column.reader)
            for column in table.property_columns
        }

    def add(self, arrays: Mapping[str, Any]) -> None:
        """Add a block. Raises NotPlain."""
        if np.any(np.diff(starts_of(arrays[_ID])) == 0):
            raise NotPlain("an association has no id")
        self._sources.append(self._ends(arrays[_FROM]))
        self._destinations.append(self._ends(arrays[_TO]))
        self._types.add(arrays[_LABEL])
        for name, column in self._columns.items():
            column.add(arrays[name])

    def _ends(self, array: Any) -> Rows:
        rows = list(map(self._rows.get, array.dictionary.to_pylist()))
        if None in rows:
            raise NotPlain("an association names an entity without a row")
        found: Rows = np.array(rows, np.int32)[array.indices.to_numpy()]
        return found

    def finish(self) -> Links | None:
        """Return the columns. Raises NotPlain."""
        if not sum(map(len, self._sources)):
            return None
        types = self._types.finish()
        if not isinstance(types, Coded) or not types.codes.all():
            raise NotPlain("an association has no type")
        found: dict[str, Column] = {}
        for name in tuple(self._columns):
            if column := self._columns.pop(name).finish():
                found[name] = column
        return Links(np.concatenate(self._sources), np.concatenate(self._destinations), types, found)
