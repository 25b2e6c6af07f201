"""The header of a file, which makes it one of vertices or one of edges.

The guide leaves open what two columns of one property mean: their values add up, as those of two rows do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.neptune_local.bulk_csv.column import Column
from tests.neptune_local.bulk_csv.records import Cell

REQUIRED = {False: ("~id",), True: ("~id", "~from", "~to")}
"""System columns of files of vertices (False) and of edges (True); `~label` is allowed in both."""


@dataclass(frozen=True, slots=True)
class Header:
    """Positions of the system columns, and property columns with their positions."""

    system: dict[str, int]
    columns: tuple[tuple[int, Column], ...]
    width: int
    is_edges: bool

    @classmethod
    def parse(cls, cells: Sequence[Cell]) -> "Header":
        """Raises ValueError with the reason."""
        names = [cell or "" for cell in cells]
        system: dict[str, int] = {}
        for index, name in enumerate(names):
            if name in system:
                raise ValueError(f"the header has {name} twice")
            if name.startswith("~"):
                system[name] = index
        is_edges = "~from" in system or "~to" in system
        required = REQUIRED[is_edges]
        if missing := [name for name in required if name not in system]:
            raise ValueError(f"the header has no {missing[0]}")
        if unknown := system.keys() - {*required, "~label"}:
            raise ValueError(f"the header has {min(unknown)}, which is no system column")
        columns = tuple(
            (index, Column.parse(name, of_edges=is_edges))
            for index, name in enumerate(names)
            if name not in system
        )
        return cls(system, columns, len(cells), is_edges)
