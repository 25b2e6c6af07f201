"""Substring search over every entity, fast enough to run at each key press.

One row of case-folded UTF-8 per entity, newest first, in two segments: the title, and what else is searched.
A word is sought by comparing all rows' bytes at once (numpy), so that a word that occurs everywhere takes
hardly longer than one that occurs nowhere, and the index needs little more memory than the text itself.
"""

from array import array
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from lineage_viz.model import Entity
from lineage_viz.search_text import FIELD_END, fold, search_text, search_title
from lineage_viz.store.base import Filter

Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

_BLOCK = 2048
"""Rows compared at a time: few enough to stay in the processor's cache."""

_PROBE = 4
"""Bytes of a word compared everywhere; the rest is compared only where these are."""

_FEW = 50_000
"""Rows that are searched one by one rather than with all others, and are ranked together."""

_SAMPLE = 1_000
"""Rows by which the frequency of a word is judged."""

_THREADS = 2
"""A word is sought by so many at once: numpy compares without the interpreter's lock."""

_NEVER = float("-inf")
"""The creation time of what has none: older than all."""


@dataclass(frozen=True, slots=True)
class Hits:
    """A slice of the ranked ARNs that match, and how many there are in all."""

    arns: tuple[str, ...]
    total: int


class SearchIndex:
    """Ranks and pages what contains the words asked for. Built once, then read by any number of threads."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        ordered = sorted(entities, key=_arn)
        created = np.fromiter((_seconds(each.created) for each in ordered), np.float64, len(ordered))
        newest_first = np.argsort(-created, kind="stable")
        ordered = [ordered[row] for row in newest_first.tolist()]
        self._created: npt.NDArray[np.float64] = created[newest_first]
        self._arns = [each.arn for each in ordered]
        self._write(ordered)

    def _write(self, entities: list[Entity]) -> None:
        """Lay out the rows, and where each segment begins: a title at 2 n, the rest at 2 n + 1."""
        text, bounds, kinds = bytearray(), array("q", [0]), array("i")
        self._kinds: dict[tuple[str, str], int] = {}
        for each in entities:
            kinds.append(self._kinds.setdefault((each.label, each.type), len(self._kinds)))
            for segment in _segments(each):
                text += segment
                bounds.append(len(text))
        self._bounds = np.frombuffer(bounds, np.int64)
        self._kind = np.frombuffer(kinds, np.int32) if kinds else np.zeros(0, np.int32)
        self._longest = int(np.diff(self._bounds).max(initial=0))
        text += bytes(self._longest)  # so that what is compared with the last row stays inside
        self._text = text
        self._bytes = np.frombuffer(self._text, np.uint8)
        self._quads: npt.NDArray[np.uint32] = np.ndarray(
            max(0, len(text) - 3), np.uint32, text, strides=(1,)
        )  # the four bytes from each place on, as one number
        # By chance, but always the same: at even distances it might meet the same step of every pipeline.
        self._sample = np.random.default_rng(0).integers(len(kinds), size=min(len(kinds), _SAMPLE))

    @property
    def types(self) -> Mapping[tuple[str, str], int]:
        """How many entities have each label and type."""
        counts = np.bincount(self._kind, minlength=len(self._kinds)).tolist()
        return dict(zip(self._kinds, counts, strict=True))

    def search(self, text: str, filter_: Filter, limit: int, offset: int) -> Hits:
        """What `Store.search` asks for."""
        wanted = fold(text)
        found = self._passing(filter_)
        titled = np.full(len(found), True)
        for word in sorted(map(_encode, set(wanted.split())), key=self._frequency):
            segments = self._segments_with(word, np.flatnonzero(found))
            found &= segments[::2] | segments[1::2]
            titled &= segments[::2]
        rows = np.flatnonzero(found)
        best = self._best(rows, titled[rows], _encode(wanted), offset + limit) if wanted else rows
        page = best[offset : offset + limit].tolist()
        return Hits(tuple(self._arns[row] for row in page), len(rows))

    def _best(self, rows: Rows, titled: Mask, wanted: bytes, count: int) -> Rows:
        """At least the first `count` of these rows, best rank first."""
        ranks, whole = [np.zeros(0, np.int8)], 0
        for first in range(0, len(rows), _FEW):
            share = slice(first, first + _FEW)
            ranks.append(self._ranks(rows[share], titled[share], wanted))
            whole += int(np.count_nonzero(ranks[-1] == 0))
            if whole >= count:
                break  # older rows are at most as good
        order = np.argsort(np.concatenate(ranks), kind="stable")
        return rows[order]

    def _ranks(self, rows: Rows, titled: Mask, wanted: bytes) -> npt.NDArray[np.int8]:
        """0: the whole title or ARN, 1: titles that start so, 2: titles with all words, 3: the rest."""
        rank = np.where(titled, np.int8(2), np.int8(3))
        if len(wanted) <= self._longest:
            named = np.flatnonzero(titled)
            rank[named[self._begin(2 * rows[named], wanted)]] = 1
            for segments in (2 * rows, 2 * rows + 1):
                ended = np.flatnonzero(self._bytes[self._bounds[segments] + len(wanted)] == ord(FIELD_END))
                rank[ended[self._begin(segments[ended], wanted)]] = 0
        return rank

    def _begin(self, segments: Rows, wanted: bytes) -> Mask:
        """Which of these segments begin with these bytes."""
        beginnings = sliding_window_view(self._bytes, len(wanted))[self._bounds[segments]]
        mask: Mask = np.all(beginnings == np.frombuffer(wanted, np.uint8), axis=1)
        return mask

    def _frequency(self, word: bytes) -> int:
        """How common a word is, judged by a sample; with the rarest first, few rows are left for the others."""
        return int(np.count_nonzero(self._seek_in(self._sample, word)))

    def _segments_with(self, word: bytes, rows: Rows) -> Mask:
        """Which segments, at least of these rows, contain a word."""
        found = np.zeros(len(self._bounds) - 1, np.bool_)
        if len(word) > self._longest:
            return found
        if len(rows) <= _FEW:
            found[2 * rows], found[2 * rows + 1] = self._seek_in(rows, word)
        else:
            starts = range(0, len(found), 2 * _BLOCK)
            with ThreadPoolExecutor(_THREADS) as pool:
                shares = (starts[share::_THREADS] for share in range(_THREADS))
                list(pool.map(lambda share: self._seek_in_blocks(share, word, found), shares))
        return found

    def _seek_in(self, rows: Rows, word: bytes) -> Mask:
        """Whether the title (first line) and the rest (second line) of each of these rows contain a word."""
        segments = np.stack((2 * rows, 2 * rows + 1))
        starts, ends = self._bounds[segments].ravel().tolist(), self._bounds[segments + 1].ravel().tolist()
        contained = [self._text.find(word, *span) >= 0 for span in zip(starts, ends, strict=True)]
        return np.array(contained, np.bool_).reshape(segments.shape)

    def _seek_in_blocks(self, starts: range, word: bytes, found: Mask) -> None:
        """Mark the segments of these blocks that contain a word, comparing all of a block together."""
        for first in starts:
            bounds = self._bounds[first : first + 2 * _BLOCK + 1]
            match = self._matches(int(bounds[0]), int(bounds[-1]), word)
            segments = len(bounds) - 1
            if np.count_nonzero(match) > segments // 4:
                found[first : first + segments] = np.logical_or.reduceat(match, bounds[:-1] - bounds[0])
            else:
                places = np.flatnonzero(match) + bounds[0]
                found[first + np.searchsorted(bounds, places, side="right") - 1] = True

    def _matches(self, start: int, end: int, word: bytes) -> Mask:
        """For each byte, whether the word begins there."""
        match: Mask = self._bytes[start:end] == word[0]
        for distance, byte in enumerate(word[1:_PROBE], 1):
            match &= self._bytes[start + distance : end + distance] == byte
        if len(word) > _PROBE and np.count_nonzero(match):
            places = np.flatnonzero(match)
            for distance in (*range(_PROBE, len(word) - 4, 4), len(word) - 4):
                quad = np.frombuffer(word, np.uint32, 1, distance)[0]
                places = places[self._quads[places + (start + distance)] == quad]
            match[:] = False
            match[places] = True
        return match

    def _passing(self, filter_: Filter) -> Mask:
        """The rows a filter lets through."""
        admitted = np.fromiter((_admits(filter_, *kind) for kind in self._kinds), np.bool_, len(self._kinds))
        mask: Mask = admitted[self._kind]
        if filter_.created_after is not None:
            mask &= self._created >= _seconds(filter_.created_after)
        if filter_.created_before is not None:
            mask &= (self._created <= _seconds(filter_.created_before)) & (self._created != _NEVER)
        return mask


def _arn(entity: Entity) -> str:
    return entity.arn


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _segments(entity: Entity) -> tuple[bytes, bytes]:
    """The title, and the other fields with the ARN first; each field ends with FIELD_END."""
    return _encode(search_title(entity) + FIELD_END), _encode(search_text(entity))


def _admits(filter_: Filter, label: str, type_: str) -> bool:
    without_times = Filter(labels=filter_.labels, types=filter_.types)
    return without_times.passes(Entity("", label, {"type": type_}))


def _seconds(time: datetime | None) -> float:
    return time.timestamp() if time else _NEVER
