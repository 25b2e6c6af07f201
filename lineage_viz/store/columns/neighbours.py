"""The neighbours of one node on one side, with the edges to each."""

from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence
from typing import Protocol

from lineage_viz.model import Value

Parallel = Mapping[str, Mapping[str, Value]]


class Edges(Protocol):
    """All edges by number."""

    def type(self, number: int) -> str:
        """Return the type."""

    def attributes(self, number: int) -> dict[str, Value]:
        """Return the properties."""


class Neighbours(Mapping[str, Parallel]):
    """Neighbouring ARN → type → attributes. Nobody can change them."""

    __slots__ = ("_edges", "_first", "_found", "_names", "_number")

    def __init__(
        self, names: Sequence[str], first: int, number: Callable[[int], int], edges: Edges, *, is_simple: bool
    ) -> None:
        """`names` are the ARNs from place `first` on, and `number` gives the number of the edge of a place.

        `is_simple` means that each name is there once.
        """
        self._names, self._first, self._number, self._edges = names, first, number, edges
        self._found: dict[str, int] | None = None
        if not is_simple:
            _ = self._places

    @property
    def _places(self) -> dict[str, int]:
        """The first place of each neighbour."""
        if self._found is None:
            found: dict[str, int] = {}
            for place, name in enumerate(self._names):
                found.setdefault(name, place)
            self._found = found
        return self._found

    def __getitem__(self, arn: str) -> Parallel:
        place = self._places[arn]
        found = {}
        while place < len(self._names) and self._names[place] == arn:
            number = self._number(self._first + place)
            found[self._edges.type(number)] = self._edges.attributes(number)
            place += 1
        return found

    def __contains__(self, arn: object) -> bool:
        return arn in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._names if self._found is None else self._found)

    def __len__(self) -> int:
        return len(self._names if self._found is None else self._found)

    def keys(self) -> KeysView[str]:
        """Return the neighbouring ARNs, as a set that Python compares fast."""
        return self._places.keys()

    def copy(self) -> dict[str, Parallel]:
        """Return a dictionary."""
        return dict(self.items())
