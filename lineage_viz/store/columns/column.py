"""The values of one property of many entities or associations, in the form that takes the least memory."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from lineage_viz.model import Value

Codes = npt.NDArray[np.integer]
Times = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Uniques = Sequence[Value | None]

NO_TIME = np.iinfo(np.int64).min
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Column(Protocol):
    """One property; None stands for an absent one."""

    def value(self, row: int) -> Value | None:
        """Return the value of a row."""

    def coded(self) -> tuple[Codes, Uniques]:
        """Return the number of the value of each row, and the values by their numbers."""


class Coded:
    """A property with few values: each is kept once."""

    __slots__ = ("_numbers", "_values", "codes")

    def __init__(self, codes: Codes, values: Uniques) -> None:
        self.codes = codes.astype(np.min_scalar_type(max(0, len(values) - 1)))
        self._numbers, self._values = self.codes.data, values  # a memoryview gives one number fastest

    def value(self, row: int) -> Value | None:
        """Return the value of a row."""
        return self._values[self._numbers[row]]

    @property
    def parts(self) -> tuple[memoryview, Uniques]:
        """The number of each row, and the values by their numbers."""
        return self._numbers, self._values

    def coded(self) -> tuple[Codes, Uniques]:
        """Return the numbers and the values."""
        return self.codes, self._values


class Texts:
    """A property with many values: their bytes, one after the other, in the Arrow arrays in which they were read."""

    __slots__ = ("_firsts", "_parts", "arrays")

    def __init__(self, arrays: Sequence[Any]) -> None:
        self.arrays = arrays
        self._parts = [(memoryview(each.buffers()[2] or b""), starts_of(each).data) for each in arrays]
        self._firsts = np.cumsum([0, *map(len, arrays)]).tolist()

    def value(self, row: int) -> Value | None:
        """Return the text of a row."""
        number = bisect_right(self._firsts, row) - 1
        data, starts = self._parts[number]
        row -= self._firsts[number]
        return str(data[starts[row] : starts[row + 1]], "utf-8") or None

    def coded(self) -> tuple[Codes, Uniques]:
        """Return the numbers and the texts."""
        known: dict[Value | None, int] = {}
        codes = [
            known.setdefault(text or None, len(known)) for each in self.arrays for text in each.to_pylist()
        ]
        return np.array(codes, np.int32), list(known)


def starts_of(array: Any) -> npt.NDArray[np.int32]:
    """Return the place of each text of an Arrow array in its bytes, and the place behind the last."""
    if not len(array):
        return np.zeros(1, np.int32)
    return np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]


class Seconds:
    """A time, in seconds since 1970."""

    __slots__ = ("_numbers", "times")

    def __init__(self, times: Times) -> None:
        self.times, self._numbers = times, times.data

    def value(self, row: int) -> Value | None:
        """Return the time of a row."""
        return _time(self._numbers[row])

    def coded(self) -> tuple[Codes, Uniques]:
        """Return the numbers and the times."""
        uniques, codes = np.unique(self.times, return_inverse=True)
        return codes.astype(np.int32), [_time(each) for each in uniques.tolist()]


def _time(seconds: int) -> datetime | None:
    return None if seconds == NO_TIME else _EPOCH + timedelta(seconds=seconds)


class OwnIds:
    """The property `arn`, which equals the id where there is one."""

    __slots__ = ("_has", "_ids")

    def __init__(self, ids: Sequence[str], has: Flags) -> None:
        self._ids, self._has = ids, has

    def value(self, row: int) -> Value | None:
        """Return the ARN of a row."""
        return self._ids[row] if self._has[row] else None

    def coded(self) -> tuple[Codes, Uniques]:
        """Return the numbers and the ARNs."""
        rows = range(len(self._ids))
        return np.arange(len(self._ids), dtype=np.int32), [self.value(row) for row in rows]


class Mended:
    """A column with other values in a few rows."""

    __slots__ = ("_column", "_made")

    def __init__(self, column: Column, made: Mapping[int, Value | None]) -> None:
        self._column, self._made = column, made

    def value(self, row: int) -> Value | None:
        """Return the value of a row."""
        return self._made[row] if row in self._made else self._column.value(row)

    def coded(self) -> tuple[Codes, Uniques]:
        """Return the numbers and the values."""
        codes, uniques = self._column.coded()
        codes, values = codes.astype(np.int32), [*uniques]
        for row, value in self._made.items():
            codes[row] = len(values)
            values.append(value)
        return codes, values
