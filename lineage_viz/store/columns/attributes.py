"""The attributes of a node: the label and the properties of one entity, read from columns when somebody asks."""

from collections.abc import ItemsView, Iterator, Mapping
from typing import TypeVar, overload

from lineage_viz.model import Value
from lineage_viz.store.columns.sheet import Sheet

T = TypeVar("T")


class RowAttributes(Mapping[str, Value]):
    """The attributes of one row. Nobody can change them; `copy` gives a dictionary."""

    __slots__ = ("_row", "_sheet")

    def __init__(self, sheet: Sheet, row: int) -> None:
        self._sheet, self._row = sheet, row

    def __getitem__(self, name: str) -> Value:
        value = self._sheet.value(self._row, name)
        if value is None:
            raise KeyError(name)
        return value

    @overload
    def get(self, name: str, default: None = None, /) -> Value | None: ...
    @overload
    def get(self, name: str, default: Value | T, /) -> Value | T: ...
    def get(self, name: str, default: object = None, /) -> object:
        """Return one attribute, or the default."""
        value = self._sheet.value(self._row, name)
        return default if value is None else value

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._sheet.value(self._row, name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.copy())

    def __len__(self) -> int:
        return len(self.copy())

    def items(self) -> ItemsView[str, Value]:
        """Return all attributes."""
        return self.copy().items()

    def copy(self) -> dict[str, Value]:
        """Return all attributes as a dictionary, as networkx copies those of a node."""
        return self._sheet.attributes(self._row)

    def __repr__(self) -> str:
        return repr(self.copy())
