"""All associations as columns, and those of one source before they are put together."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage_viz.model import Value
from lineage_viz.store.columns.column import Column

Rows = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Links:
    """Associations as columns; the ends are rows of entities."""

    sources: Rows
    destinations: Rows
    types: Column
    columns: Mapping[str, Column]

    def attributes(self, number: int) -> dict[str, Value]:
        """Return the properties of an association."""
        return {
            name: value
            for name, column in self.columns.items()
            if (value := column.value(number)) is not None
        }


@dataclass(frozen=True, slots=True)
class AllLinks:
    """The associations of all sources, each once, by the rows of their ends: first seen, first."""

    sources: Rows
    destinations: Rows
    types: Sequence[str]
    codes: npt.NDArray[np.integer]
    """The number of the type of each association."""
    parts: Sequence[Links]
    firsts: Sequence[int]
    """The number of the first association of each part."""
    places: npt.NDArray[np.integer] | None
    """The number of each association among those of all parts; None when it is its own."""
    seen: npt.NDArray[np.integer] | None
    """The place where the two ends were first seen; None when that is the order of the associations."""
    has_parallel: bool
    """True when two associations have the same ends."""

    def __len__(self) -> int:
        return len(self.sources)

    def type(self, number: int) -> str:
        """Return the type of an association."""
        return self.types[int(self.codes[number])]

    def attributes(self, number: int) -> dict[str, Value]:
        """Return the properties of an association."""
        place = number if self.places is None else int(self.places[number])
        part = bisect_right(self.firsts, place) - 1
        return self.parts[part].attributes(place - self.firsts[part])
