"""Columns that grow by one Arrow array for each block of a file."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from lineage_viz.model import Value
from lineage_viz.store.columns.column import NO_TIME, Coded, Codes, Column, Flags, Seconds, Texts, starts_of
from lineage_viz.store.columns.plain import NotPlain

Read = Callable[[str], Value] | None

_EARLIEST, _LATEST = -62_135_596_800, 253_402_300_799
"""The seconds of the years 1 to 9999, which Python's dates have."""

_FEW = 256
"""Texts that are kept once each, however many rows have them."""

_SHARED = 3
"""Texts are kept once each when on average so many rows have the same one."""


class Building(Protocol):
    """A column that is not finished."""

    def add(self, array: Any) -> None:
        """Add the values of a block."""

    def finish(self) -> Column | None:
        """Return the column; None when no row has a value. Raises NotPlain."""


class BuildingTexts:
    """A column of texts, which decides by its first values if it keeps each text once.

    `read` makes values of texts; then each text is read once.
    """

    def __init__(self, read: Read = None, *, coded: bool = False) -> None:
        self._read, self._is_coded = read, True if read or coded else None
        self._known: dict[str, int] = {"": 0}
        self._codes: list[Codes] = []
        self._arrays: list[Any] = []

    def add(self, array: Any) -> None:
        """Add the texts of a block."""
        if self._is_coded is None and is_empty(array):
            self._codes.append(np.zeros(len(array), np.int8))
            return
        if self._is_coded is False:
            self._arrays.append(array)
            return
        encoded = array.dictionary_encode()
        if self._is_coded is None:
            self._is_coded = _is_shared(encoded)
            if not self._is_coded:
                self._arrays.append(array)
                return
        known = self._known
        numbers = [known.setdefault(each, len(known)) for each in encoded.dictionary.to_pylist()]
        self._codes.append(np.array(numbers, np.int32)[encoded.indices.to_numpy()])

    def finish(self) -> Column | None:
        """Return the column; None when no row has a text. Raises NotPlain."""
        if self._arrays:
            return Texts([*_without_texts(sum(map(len, self._codes))), *self._arrays])
        if len(self._known) == 1:
            return None
        codes = np.concatenate(self._codes)
        try:
            return Coded(codes, [self._value(each) for each in self._known])
        except ValueError as error:
            raise NotPlain("a value is not of the type of its column") from error

    def _value(self, text: str) -> Value | None:
        if not text:
            return None
        return self._read(text) if self._read else text


class BuildingTimes:
    """A column of times, which Arrow has read as seconds."""

    def __init__(self) -> None:
        self._times: list[Any] = []

    def add(self, array: Any) -> None:
        """Add the times of a block. Raises NotPlain for the year 0, which Arrow knows and Python does not."""
        import pyarrow as pa

        times = array.cast(pa.int64())
        found = times.drop_null().to_numpy()
        if len(found) and not (found.min() >= _EARLIEST and found.max() <= _LATEST):
            raise NotPlain("a date is outside the calendar")
        self._times.append(times.fill_null(NO_TIME).to_numpy())

    def finish(self) -> Column | None:
        """Return the column; None when no row has a time."""
        times = np.concatenate(self._times) if self._times else np.zeros(0, np.int64)
        self._times.clear()
        return Seconds(times) if np.any(times != NO_TIME) else None


class BuildingOwn:
    """The property `arn`: which rows have it."""

    def __init__(self) -> None:
        self._has: list[Flags] = []

    def add(self, array: Any, ids: Any) -> None:
        """Add the ARNs of a block beside its ids. Raises NotPlain for an ARN that is not the id."""
        import pyarrow.compute as pc

        has = pc.not_equal(array, "").to_numpy(zero_copy_only=False)
        same = pc.equal(array, ids).to_numpy(zero_copy_only=False)
        if not np.array_equal(has, same):
            raise NotPlain("an entity has another ARN than its id")
        self._has.append(has)

    def finish(self) -> Flags:
        """Return the marks of the rows that have the property."""
        return np.concatenate(self._has) if self._has else np.zeros(0, np.bool_)


def is_empty(array: Any) -> bool:
    """Return True when no text of an Arrow array has a character."""
    starts = starts_of(array)
    return bool(starts[-1] == starts[0])


def _without_texts(rows: int) -> list[Any]:
    import pyarrow as pa

    return [pa.repeat("", rows)] if rows else []


def _is_shared(encoded: Any) -> bool:
    uniques = len(encoded.dictionary)
    return uniques <= _FEW or uniques * _SHARED <= len(encoded)
