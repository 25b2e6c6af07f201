"""The file of the associations of an export, as columns."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lineage_viz.snapshot.rows import Table, label_of
from lineage_viz.store.columns.building import BuildingTexts, BuildingTimes
from lineage_viz.store.columns.column import Coded, Column
from lineage_viz.store.columns.links import Links, Rows
from lineage_viz.store.columns.parsing import ahead, headings, parsed
from lineage_viz.store.columns.plain import NotPlain

_FROM, _TO, _LABEL = "~from", "~to", "~label"


def read_links(table: Table, rows: Mapping[str, int]) -> Links | None:
    """Read a file; `rows` has the row of each entity. None for a file without rows. Raises NotPlain, OSError."""
    reading = _Reading(table, rows)
    for block, arrays in ahead(parsed(table.path, headings(table), _types(table))):
        if not block.has_ids:
            raise NotPlain("an association has no id, or an uncommon one")
        reading.add(arrays)
    return reading.finish()


def _types(table: Table) -> dict[str, Any]:
    import pyarrow as pa

    if _LABEL not in table.system or any(column.array for column in table.property_columns):
        raise NotPlain("the type has no column, or a column has several values")
    times = {column.name for column in table.property_columns if column.type == "date"}
    types = {_FROM: pa.string(), _TO: pa.string(), _LABEL: pa.string()}
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
        self._sources.append(self._sorted_ends(arrays[_FROM]))
        self._destinations.append(self._ends(arrays[_TO]))
        self._types.add(arrays[_LABEL])
        for name, column in self._columns.items():
            column.add(arrays[name])

    def _sorted_ends(self, array: Any) -> Rows:
        """Return the rows of ends of which the same ones stand together."""
        import pyarrow.compute as pc

        others = pc.not_equal(array.slice(1), array.slice(0, len(array) - 1)).to_numpy(zero_copy_only=False)
        starts = np.flatnonzero(np.concatenate(([True], others)))
        return np.repeat(self._ends(array.take(starts)), np.diff(np.append(starts, len(array))))

    def _ends(self, array: Any) -> Rows:
        try:
            return np.fromiter(map(self._rows.__getitem__, array.to_pylist()), np.int32, len(array))
        except KeyError as error:
            raise NotPlain("an association names an entity without a row") from error

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
