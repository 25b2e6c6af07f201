"""A property column: `name:type(cardinality)[]`.

The guide leaves two things open. A column without a type is a String, as in the guide's example of a load's status. The
case of a cardinality does not matter.
"""

import re
from dataclasses import dataclass

from tests.neptune_local.bulk_csv.values import READERS, SPELLINGS, Plain, separated

_CELL = re.compile(
    r"(?P<name>(?:\\:|\\(?!:)|[^:\\ ,\r\n])+)"
    r"(?::(?P<type>[a-z]+)(?:\((?P<cardinality>[a-z]+)\))?(?P<array>\[\])?)?",
    re.IGNORECASE,
)


class Mismatch(ValueError):
    """A value does not have the type of its column."""


@dataclass(frozen=True, slots=True)
class Column:
    """`single` allows one value; otherwise values add up to a set."""

    name: str
    type: str
    single: bool
    array: bool

    @classmethod
    def parse(cls, cell: str, *, of_edges: bool) -> "Column":
        """Raises ValueError with the reason."""
        match = _CELL.fullmatch(cell)
        if match is None:
            raise ValueError(f"the column {cell!r} is not of the form name:type(cardinality)[]")
        kind = (match["type"] or "string").lower()
        kind = SPELLINGS.get(kind, kind)
        cardinality = (match["cardinality"] or "").lower()
        array = match["array"] is not None
        if kind not in READERS:
            raise ValueError(f"the column {cell!r} has an unknown type")
        if cardinality not in ("", "single", "set"):
            raise ValueError(f"the column {cell!r} has an unknown cardinality")
        if array and cardinality == "single":
            raise ValueError(f"the column {cell!r} is an array of single cardinality")
        if of_edges and (array or cardinality == "set"):
            raise ValueError(f"the column {cell!r} allows several values, and an edge's property has one")
        return cls(match["name"].replace("\\:", ":"), kind, of_edges or cardinality == "single", array)

    def values(self, text: str) -> list[Plain]:
        """The values of a field that is not blank; an empty text is no value. Raises Mismatch."""
        read = READERS[self.type]
        try:
            return [read(part) for part in (separated(text) if self.array else [text]) if part]
        except ValueError as error:
            raise Mismatch(f"{self.name}: {text[:80]!r} is no {self.type} ({error})") from error
