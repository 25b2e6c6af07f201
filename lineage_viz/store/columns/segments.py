"""The searched texts of many entities: for each its title, and the others, as bytes behind each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage_viz.search_text import FIELD_END
from lineage_viz.store.columns.building import starts_of
from lineage_viz.store.search_rows import longest

Bytes = npt.NDArray[np.uint8]
Lengths = npt.NDArray[np.int32]

Pair = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Segments:
    """The texts of one block: those of row n are the segments 2 n (the title) and 2 n + 1 (the others)."""

    data: Bytes
    lengths: Lengths
    """The length of each segment."""

    def with_rows(self, made: Mapping[int, Pair]) -> "Segments":
        """Return the texts with those of some rows replaced."""
        ends = np.cumsum(self.lengths).tolist()
        starts = [0, *ends[:-1]]
        text = self.data.tobytes()
        pairs = [
            made.get(row)
            or (text[starts[2 * row] : ends[2 * row]], text[starts[2 * row + 1] : ends[2 * row + 1]])
            for row in range(len(self.lengths) // 2)
        ]
        return of_pairs(pairs)


def of_pairs(pairs: Sequence[Pair]) -> Segments:
    """Return these titles and texts."""
    parts = [part for pair in pairs for part in pair]
    return Segments(np.frombuffer(b"".join(parts), np.uint8), np.array(list(map(len, parts)), np.int32))


def of_arrays(titles: Any, texts: Any) -> Segments:
    """Return the titles and the texts of two Arrow arrays."""
    import pyarrow.compute as pc

    joined = pc.binary_join_element_wise(titles, texts, FIELD_END)
    starts = starts_of(joined)
    lengths = np.empty(2 * len(joined), np.int32)
    lengths[::2] = np.diff(starts_of(titles)) + len(FIELD_END)
    lengths[1::2] = np.diff(starts) - lengths[::2]
    data = (
        np.frombuffer(joined.buffers()[2], np.uint8)[starts[0] : starts[-1]]
        if len(joined)
        else np.zeros(0, np.uint8)
    )
    return Segments(data, lengths)


def current(blocks: Iterable[Segments], marks: npt.NDArray[np.bool_]) -> Iterator[Segments]:
    """Yield the texts of the marked rows alone."""
    first = 0
    for each in blocks:
        kept = np.repeat(marks[first : first + len(each.lengths) // 2], 2)
        yield Segments(each.data[np.repeat(kept, each.lengths)], each.lengths[kept])
        first += len(each.lengths) // 2


def joined(blocks: list[Segments]) -> tuple[bytearray, npt.NDArray[np.int64]]:
    """Return the bytes of blocks as one, and the start of each segment; the list is emptied.

    Behind the bytes are so many zeros as the longest segment has bytes.
    """
    bounds = np.zeros(1 + sum(len(each.lengths) for each in blocks), np.int64)
    if blocks:
        np.cumsum(np.concatenate([each.lengths for each in blocks]), out=bounds[1:])
    text, place = bytearray(int(bounds[-1]) + longest(bounds)), 0
    blocks.reverse()
    while blocks:
        each = blocks.pop().data  # its memory is free before the next one is copied
        text[place : place + len(each)] = each.data
        place += len(each)
    return text, bounds
