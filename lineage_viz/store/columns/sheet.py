"""The entities of one file, or of one other source, as columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lineage_viz.model import Entity, Value
from lineage_viz.store.columns.column import Coded, Column, Uniques
from lineage_viz.store.columns.search_text import Places
from lineage_viz.store.heterograph import LABEL


@dataclass(frozen=True, slots=True)
class Searched:
    """The texts of entities that are derived for searches."""

    places: Places
    """The places of the title and the other searched texts in the text of all."""
    states: Column
    """The states, as `SEARCH_STATE`."""
    records: Column
    """The other recorded texts, as `SEARCH_RECORD`."""
    names: Column
    """The names that a search offers, as `SEARCH_NAMES`."""


@dataclass(frozen=True)
class Sheet:
    """Entities as columns; a row is one entity."""

    ids: Sequence[str]
    labels: Column
    columns: Mapping[str, Column]
    """The columns by property, in the order of the file; without those that have no value."""
    searched: Searched

    def value(self, row: int, name: str) -> Value | None:
        """Return a property of a row, or its label; None without one."""
        column = self.labels if name == LABEL else self.columns.get(name)
        return None if column is None else column.value(row)

    def attributes(self, row: int) -> dict[str, Value]:
        """Return the properties of a row with its label, as a node of the graph has them."""
        found: dict[str, Value] = {LABEL: self.labels.value(row) or ""}
        for name, numbers, values, column in self._readers:
            value = column.value(row) if numbers is None else values[numbers[row]]
            if value is not None:
                found[name] = value
        return found

    @cached_property
    def _readers(self) -> Sequence[tuple[str, memoryview | None, Uniques, Column]]:
        """The columns, most of them with their numbers and values: a call for each takes most of the time."""
        return [
            (name, *(column.parts if isinstance(column, Coded) else (None, ())), column)
            for name, column in self.columns.items()
        ]

    def entity(self, row: int) -> Entity:
        """Return the entity of a row."""
        found = self.attributes(row)
        return Entity(self.ids[row], str(found.pop(LABEL)), found)

    def entities(self, rows: Iterable[int]) -> list[Entity]:
        """Return the entities of rows."""
        return [self.entity(row) for row in rows]
