"""The search for a word in all bytes of a text at once, with numpy.

A frequent word takes hardly longer than a rare one, and nothing is kept but the text itself.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from lineage_viz.search_text import FIELD_END

Mask = npt.NDArray[np.bool_]
Lengths = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]

_BLOCK = 4096
"""Segments in one comparison: few enough to fit in the processor's cache."""

_SHORT = 3
"""Bytes of a word that are all compared everywhere."""

_RAREST = 2
"""Bytes of a longer word that are compared everywhere; all are compared only after a match of these."""

_SPARSE = 4
"""Segments for each place of a word, from which the places are looked up one by one."""

_COUNTED = 2**18
"""Bytes of the text that show which ones are rare."""

_THREADS = 2
"""Threads of one search: numpy compares without the interpreter's lock."""


class Scanning:
    """A text in segments; behind the last one are as many zeros as the longest has bytes."""

    def __init__(self, text: bytearray, bounds: npt.NDArray[np.int64]) -> None:
        self._bytes, self._bounds = np.frombuffer(text, np.uint8), bounds
        self._quads: npt.NDArray[np.uint32] = np.ndarray(
            max(0, len(text) - 3), np.uint32, text, strides=(1,)
        )  # the four bytes at each position, as one number
        some = self._bytes[:: max(1, len(text) // _COUNTED)]
        self._frequencies: list[int] = np.bincount(some, minlength=256).tolist()

    def blocks(self) -> Iterator[slice]:
        """Yield the parts of the text, each of whole segments."""
        for first in self._firsts():
            bounds = self._bounds[first : first + _BLOCK + 1]
            yield slice(int(bounds[0]), int(bounds[-1]))

    def with_word(self, word: bytes) -> Mask:
        """Return a mask of the segments that contain a word; it is no longer than the longest one."""
        found, firsts = np.zeros(len(self._bounds) - 1, np.bool_), self._firsts()
        with ThreadPoolExecutor(_THREADS) as pool:
            shares = (firsts[share::_THREADS] for share in range(_THREADS))
            list(pool.map(lambda share: self._mark(share, word, found), shares))
        return found

    def first_lengths(self) -> Lengths:
        """Return the length of the first field of each segment, without its end."""
        found = np.zeros(len(self._bounds) - 1, np.int32)
        for first, share in zip(self._firsts(), self.blocks(), strict=True):
            ends = np.flatnonzero(self._bytes[share] == ord(FIELD_END))
            starts = self._bounds[first : first + _BLOCK + 1][:-1] - share.start
            found[first : first + len(starts)] = ends[np.searchsorted(ends, starts)] - starts
        return found

    def _firsts(self) -> range:
        return range(0, len(self._bounds) - 1, _BLOCK)

    def _mark(self, firsts: range, word: bytes, found: Mask) -> None:
        """Mark the segments of these blocks that contain a word; compare one block at a time."""
        compared = self._compared(word)
        for first in firsts:
            bounds = self._bounds[first : first + _BLOCK + 1]
            start, end = int(bounds[0]), int(bounds[-1])
            match, few = self._matches(start, end, word, compared), (len(bounds) - 1) // _SPARSE
            places: Places | None = None
            if len(word) > len(compared):
                places = self._exact(np.flatnonzero(match), start, word)
            elif np.count_nonzero(match) <= few:
                places = np.flatnonzero(match)
            if places is not None and len(places) <= few:
                found[first + np.searchsorted(bounds, places + start, side="right") - 1] = True
                continue
            if places is not None:
                match[:] = False
                match[places] = True
            found[first : first + len(bounds) - 1] = np.logical_or.reduceat(match, bounds[:-1] - start)

    def _compared(self, word: bytes) -> list[int]:
        """Return the places of the bytes that are compared everywhere: all of a short word, else the rarest."""
        rarest_first = sorted(range(len(word)), key=lambda place: self._frequencies[word[place]])
        return rarest_first if len(word) <= _SHORT else rarest_first[:_RAREST]

    def _matches(self, start: int, end: int, word: bytes, compared: list[int]) -> Mask:
        """Return a mask of the bytes at which the word may begin: these bytes of it match."""
        first, *others = compared
        match: Mask = self._bytes[start + first : end + first] == word[first]
        for place in others:
            match &= self._bytes[start + place : end + place] == word[place]
        return match

    def _exact(self, places: Places, start: int, word: bytes) -> Places:
        """Return the places at which all of a word of four bytes or more begins."""
        for distance in (*range(0, len(word) - 4, 4), len(word) - 4):
            quad = np.frombuffer(word, np.uint32, 1, distance)[0]
            places = places[self._quads[places + (start + distance)] == quad]
        return places
