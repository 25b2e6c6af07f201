"""The bytes of the searched texts of all entities, one behind the other. They are half of the memory."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage_viz.search_text import FIELD_END
from lineage_viz.store.columns.column import starts_of
from lineage_viz.store.search_rows import SPARE, longest

Places = npt.NDArray[np.int64]
Pair = tuple[bytes, bytes]


class SearchText:
    """A text that grows. Each entity has two segments, its title and the others, at a place of its own.

    Several threads may add to it.
    """

    def __init__(self) -> None:
        self._text, self._lengths, self._count = bytearray(), list[npt.NDArray[np.int32]](), 0
        self._lock = Lock()

    def add_pairs(self, pairs: Sequence[Pair]) -> Places:
        """Add titles and texts, and return their places."""
        parts = [part for pair in pairs for part in pair]
        return self._add(b"".join(parts), np.array(list(map(len, parts)), np.int32))

    def add_arrays(self, titles: Any, texts: Any) -> Places:
        """Add two Arrow arrays, and return the places."""
        import pyarrow.compute as pc

        joined = pc.binary_join_element_wise(titles, texts, FIELD_END)
        starts = starts_of(joined)
        lengths = np.empty(2 * len(joined), np.int32)
        lengths[::2] = np.diff(starts_of(titles)) + len(FIELD_END)
        lengths[1::2] = np.diff(starts) - lengths[::2]
        return self._add(memoryview(joined.buffers()[2])[starts[0] : starts[-1]], lengths)

    def _add(self, data: bytes | memoryview, lengths: npt.NDArray[np.int32]) -> Places:
        with self._lock:
            self._text += data
            self._lengths.append(lengths)
            first = self._count
            self._count = last = first + len(lengths) // 2
        return np.arange(first, last)

    def finish(self, places: Places) -> tuple[bytearray, npt.NDArray[np.int64], Places]:
        """Return the text, the start of each segment, and the places of entities, of which some may have moved.

        What stands at no place is left out. Behind the text are as many zeros as the longest segment has, and SPARE.
        """
        lengths = np.concatenate(self._lengths) if self._lengths else np.zeros(0, np.int32)
        text, self._text = self._text, bytearray()
        if len(places) < self._count:
            text, lengths, places = _compact(text, lengths, places)
        bounds = np.zeros(1 + len(lengths), np.int64)
        np.cumsum(lengths, out=bounds[1:])
        text += bytes(longest(bounds) + SPARE)
        return text, bounds, places


def _compact(
    text: bytearray, lengths: npt.NDArray[np.int32], places: Places
) -> tuple[bytearray, npt.NDArray[np.int32], Places]:
    kept = np.zeros(len(lengths) // 2, np.bool_)
    kept[places] = True
    segments = np.repeat(kept, 2)
    fewer = np.frombuffer(text, np.uint8)[np.repeat(segments, lengths)]
    return bytearray(fewer.data), lengths[segments], (np.cumsum(kept) - 1)[places]
