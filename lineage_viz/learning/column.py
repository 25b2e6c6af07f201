"""The columns of the tables, with kinds and roles: `Cells` collects the values of one, `Column` is the finished one."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", bound=np.generic)

Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NO_TIME = -(2**63)
"""The time of an entity or an association whose time nobody recorded, in seconds since 1970."""


class Kind(StrEnum):
    """The kinds of values. A category has few different texts."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    CATEGORY = "category"
    TEXT = "text"


class Role(StrEnum):
    """The uses of a column."""

    ID = "id"
    TIME = "time"
    SPLIT = "split"
    FEATURE = "feature"
    """Known when the entity is created: an input of a network."""
    OUTCOME = "outcome"
    """Known only later, or nobody knows when: perhaps a label, never an input."""
    TEXT = "text"
    PERSON = "person"


@dataclass(frozen=True, slots=True, eq=False)
class ColumnKey:
    """The name, kind and role of a column; `column_key` makes each only once, so that it is found by identity."""

    name: str
    kind: Kind
    role: Role


@cache
def column_key(name: str, kind: Kind, role: Role) -> ColumnKey:
    """Return the key of a column. To compare keys by their fields takes a tenth of the time of an export."""
    return ColumnKey(name, kind, role)


_TYPECODES = {Kind.NUMBER: "d", Kind.BOOLEAN: "b", Kind.TIME: "q", Kind.CATEGORY: "i", Kind.TEXT: "i"}


class Cells:
    """The recorded cells of one column, in two arrays: most entities lack most columns, and rows as dicts are large."""

    __slots__ = ("_codes", "_is_text", "at", "values")

    def __init__(self, kind: Kind) -> None:
        self.at = array("q")
        self.values: array[Any] = array(_TYPECODES[kind])
        self._codes: dict[str, int] = {}
        self._is_text = kind in (Kind.CATEGORY, Kind.TEXT)

    def add(self, at: int, value: Any) -> None:
        """Add the value of the entity or association with this number."""
        self.at.append(at)
        codes = self._codes
        self.values.append(codes.setdefault(value, len(codes)) if self._is_text else value)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that the values stand for."""
        return tuple(self._codes)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `recorded` is False in the rows without a value; texts are positions in `texts`."""

    key: ColumnKey
    values: npt.NDArray[Any]
    recorded: Mask
    texts: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name in the table."""
        return self.key.name

    def renamed(self, name: str) -> "Column":
        """Return the column with another name."""
        return replace(self, key=column_key(name, self.key.kind, self.key.role))

    def at(self, rows: Longs) -> "Column":
        """Return the column of some of the rows, in this order."""
        return replace(self, values=self.values[rows], recorded=self.recorded[rows])


def column(key: ColumnKey, parts: Iterable[Cells], row_of: Longs, rows: int) -> Column:
    """Return cells as a column of `rows` rows; `row_of` has the row of each number, -1 for none here."""
    whole, recorded = np.zeros(rows, np.dtype(_TYPECODES[key.kind])), np.zeros(rows, np.bool_)
    texts: list[str] = []
    for cells in parts:
        row = row_of[numbers(cells.at, np.int64)]
        here = row >= 0
        whole[row[here]] = numbers(cells.values, whole.dtype.type)[here] + (len(texts) if cells.texts else 0)
        recorded[row[here]] = True
        texts += cells.texts
    return Column(key, whole, recorded, tuple(texts))


def numbers(buffer: "array[Any] | bytearray", dtype: type[Number]) -> npt.NDArray[Number]:
    """Return the numbers in a buffer, without a copy; numpy refuses an empty one."""
    return np.frombuffer(buffer, dtype) if len(buffer) else np.zeros(0, dtype)


def seconds(time: datetime) -> int:
    """Return a time in seconds since 1970."""
    return int(time.timestamp())
