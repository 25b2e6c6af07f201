"""Substring search over every entity, fast enough to run at each key press."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from lineage_viz.mistake import words
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.recorded_text import fold
from lineage_viz.search_text import FIELD_END, field_ends, is_address, search_words
from lineage_viz.store.filter import Filter
from lineage_viz.store.rank import FIRST, Rank, tier
from lineage_viz.store.scanning import Lengths, Scanning
from lineage_viz.store.search_rows import NEVER, SearchRows, encoded, longest, seconds

Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
RowRanks = npt.NDArray[np.int8]

_FEW = 50_000
"""Maximum number of rows that are searched one by one; also the number of rows that are ranked together."""

_SAMPLE = 1_000
"""Rows in the sample that estimates the frequency of a word."""


@dataclass(frozen=True, slots=True)
class Hits:
    """A slice of the ranked matching ARNs, and the number of all matches."""

    arns: tuple[str, ...]
    total: int


class SearchIndex:
    """An index that finds, ranks and pages entities by words. Any number of threads may read it."""

    def __init__(self, rows: SearchRows) -> None:
        self.arns, self._created, self._kind = rows.arns, rows.created, rows.kind
        self._kinds, self._text, self._bounds, self._places = rows.kinds, rows.text, rows.bounds, rows.places
        self._actions = np.array([label == EntityLabel.ACTION for label, _ in self._kinds], np.bool_)
        self._tiers = np.array([tier(*kind) for kind in self._kinds], np.int8)
        self._named = np.array([_named(*kind) for kind in self._kinds], np.int8)
        self._longest = longest(rows.bounds)
        self._bytes = np.frombuffer(self._text, np.uint8)
        self._scanning = Scanning(self._text, self._bounds)
        # Random, but always the same. Rows at regular distances might all be the same step of a pipeline.
        count = len(self._kind)
        self._sample = np.random.default_rng(0).integers(count, size=min(count, _SAMPLE))

    @property
    def types(self) -> Mapping[tuple[str, str], int]:
        """The number of entities of each label and type."""
        counts = np.bincount(self._kind, minlength=len(self._kinds)).tolist()
        return {kind: count for kind, count in zip(self._kinds, counts, strict=True) if count}

    def among(self, arns: Container[str]) -> Mask:
        """Return a mask of the rows with one of these ARNs."""
        return np.fromiter((arn in arns for arn in self.arns), np.bool_, len(self.arns))

    def having(self, word: str) -> Mask:
        """Return a mask of the rows with a folded word in one of their texts."""
        titled, told = self._with_word(encoded(word), np.arange(len(self._kind)))
        return titled | told

    def words(self) -> set[str]:
        """Return the words in all texts."""
        found: set[str] = set()
        for share in self._scanning.blocks():
            found |= words(self._text[share].decode("utf-8", "surrogatepass"))
        return found

    def search(
        self,
        text: str,
        filter_: Filter,
        limit: int,
        offset: int,
        sort: Callable[[Rows], Rows] | None = None,
        having: Mask | None = None,
        recorded: Callable[[str, Rows], Mask] | None = None,
    ) -> Hits:
        """Answer `Store.search`. `sort` gets the rows of all hits, newest first, and returns them in their order.

        `having` marks the rows that pass the rest of the filter: the index itself knows no facts. `recorded` marks the
        given rows that have a word in one of their other recorded texts.
        """
        folded = fold(text)
        matching, titled, told = self.matching(text, filter_, having, recorded)
        rows = np.flatnonzero(matching)
        total = len(rows)
        if sort:
            rows = sort(rows)
        elif folded:
            rank = np.where(told, np.int8(Rank.ELSEWHERE), np.int8(Rank.RECORD))
            rank[titled] = Rank.TITLE
            self._prefer_sources(rank, rows, folded)
            rows = self._best(rows, rank[rows], encoded(folded), offset + limit)
        page = rows[offset : offset + limit].tolist()
        return Hits(tuple(self.arns[row] for row in page), total)

    def matching(
        self, text: str, filter_: Filter, having: Mask | None, recorded: Callable[[str, Rows], Mask] | None
    ) -> tuple[Mask, Mask, Mask]:
        """Return masks of the hits, of those with all words in the title, and of those with all in searched fields."""
        matching = self.passing(filter_)
        if having is not None:
            matching &= having
        titled, told = np.full(len(matching), True), np.full(len(matching), True)
        wanted = {encoded(word): word for word in search_words(fold(text))}
        for word in sorted(wanted, key=self._frequency):
            in_title, in_rest = self._with_word(word, np.flatnonzero(matching))
            here = in_title | in_rest
            matching &= here | recorded(wanted[word], np.flatnonzero(matching & ~here)) if recorded else here
            titled &= in_title
            told &= here
        return matching, titled, told

    def _best(self, rows: Rows, rank: RowRanks, wanted: bytes, count: int) -> Rows:
        """Return at least the best `count` of these rows, best rank first."""
        ranks, whole = [np.zeros(0, np.int8)], 0
        for first in range(0, len(rows), _FEW):
            share = slice(first, first + _FEW)
            ranks.append(self._ranks(rows[share], rank[share], wanted))
            whole += int(np.count_nonzero(ranks[-1] == Rank.NAMED))
            if whole >= count:
                break  # older rows cannot rank higher
        found = np.concatenate(ranks)
        rows = rows[: len(found)]
        tiers = np.where(found >= Rank.TITLE_START, self._tiers[self._kind[rows]], 0)
        return rows[np.lexsort((tiers, found))]

    def _prefer_sources(self, rank: RowRanks, rows: Rows, folded: str) -> None:
        """Give their ranks to the rows whose source is this address, and to those that end with it."""
        if not is_address(folded):
            return
        for end in field_ends(folded):
            self._prefer(rank, rows, end, Rank.SOURCE_END)
        self._prefer(rank, rows, FIELD_END + folded + FIELD_END, Rank.SOURCE)

    def _prefer(self, rank: RowRanks, rows: Rows, text: str, best: Rank) -> None:
        """Give a rank to the rows that contain the end of a field; actions get the next rank."""
        sought = encoded(text)
        # This match may reach into the title of the next row, so each is checked again.
        near = np.flatnonzero(self._with_word(sought, rows)[1])
        found = near[self._seek_in(near, sought)[1]]
        rank[found] = np.where(self._actions[self._kind[found]], np.int8(best + 1), np.int8(best))

    def _ranks(self, rows: Rows, rank: RowRanks, wanted: bytes) -> RowRanks:
        """Rank also the rows whose title or ARN equals the text, and those whose title begins with it."""
        rank = rank.copy()
        if len(wanted) <= self._longest:
            named = np.flatnonzero(rank == Rank.TITLE)
            named = named[self._may_begin(rows[named], wanted)]
            rank[named[self._begin(2 * self._at(rows[named]), wanted)]] = Rank.TITLE_START
            for segment, lengths in enumerate(self._first_lengths):
                ended = np.flatnonzero(lengths[rows] == len(wanted))
                named = ended[self._begin(2 * self._at(rows[ended]) + segment, wanted)]
                rank[named] = self._named[self._kind[rows[named]]]
        return rank

    @cached_property
    def _first_lengths(self) -> tuple[Lengths, Lengths]:
        """The lengths of the title and of the ARN of each row: texts of another length are no names."""
        lengths = self._scanning.first_lengths()
        places = slice(None) if self._places is None else self._places
        return lengths[::2][places], lengths[1::2][places]

    @cached_property
    def _title_starts(self) -> npt.NDArray[np.uint64]:
        """The first eight bytes of each title as one number, in the order of the rows: the titles have another one."""
        every = np.ndarray(len(self._text) - 7, np.uint64, self._text, strides=(1,))
        return every[self._bounds[2 * self._at(np.arange(len(self._kind)))]]

    def _may_begin(self, rows: Rows, wanted: bytes) -> Mask:
        """Return a mask of the rows whose title begins with the first bytes of these."""
        start = np.frombuffer(wanted[:8].ljust(8, b"\0"), np.uint64)
        compared = np.frombuffer((b"\xff" * len(wanted[:8])).ljust(8, b"\0"), np.uint64)
        mask: Mask = (self._title_starts[rows] & compared) == start
        return mask

    def _begin(self, segments: Rows, wanted: bytes) -> Mask:
        """Return a mask of the segments that begin with these bytes."""
        beginnings = sliding_window_view(self._bytes, len(wanted))[self._bounds[segments]]
        mask: Mask = np.all(beginnings == np.frombuffer(wanted, np.uint8), axis=1)
        return mask

    def _frequency(self, word: bytes) -> int:
        """Estimate the frequency of a word from a sample; searching the rarest word first leaves few rows."""
        return int(np.count_nonzero(self._seek_in(self._sample, word)))

    def _at(self, rows: Rows) -> Rows:
        """Return the places of the texts of rows."""
        return rows if self._places is None else self._places[rows]

    def _with_word(self, word: bytes, rows: Rows) -> tuple[Mask, Mask]:
        """Return masks of the rows with a word in the title, and in the rest; they are exact for these rows only."""
        titled, told = np.zeros(len(self._kind), np.bool_), np.zeros(len(self._kind), np.bool_)
        if len(word) > self._longest:
            return titled, told
        if len(rows) <= _FEW:
            titled[rows], told[rows] = self._seek_in(rows, word)
            return titled, told
        found = self._scanning.with_word(word)
        places = slice(None) if self._places is None else self._places
        return found[::2][places], found[1::2][places]

    def _seek_in(self, rows: Rows, word: bytes) -> Mask:
        """Return a mask of the rows that contain a word: line 0 for the title, line 1 for the rest."""
        titles = 2 * self._at(rows)
        segments = np.stack((titles, titles + 1))
        starts, ends = self._bounds[segments].ravel().tolist(), self._bounds[segments + 1].ravel().tolist()
        contained = [self._text.find(word, *span) >= 0 for span in zip(starts, ends, strict=True)]
        return np.array(contained, np.bool_).reshape(segments.shape)

    def passing(self, filter_: Filter) -> Mask:
        """Return a mask of the rows that pass the labels, types and times of a filter."""
        admitted = np.fromiter((_admits(filter_, *kind) for kind in self._kinds), np.bool_, len(self._kinds))
        mask: Mask = admitted[self._kind]
        if filter_.created_after is not None:
            mask &= self._created >= seconds(filter_.created_after)
        if filter_.created_before is not None:
            mask &= (self._created <= seconds(filter_.created_before)) & (self._created != NEVER)
        if filter_.as_of is not None:
            mask &= self._created <= seconds(filter_.as_of)  # without a time: NEVER, which is earlier
        return mask


def _named(label: str, type_: str) -> Rank:
    """Return the rank of an entity that has the text as its name."""
    if (label, type_) in FIRST:
        return Rank.NAMED
    return Rank.NAMED_ACTION if label == EntityLabel.ACTION else Rank.NAMED_OTHER


def _admits(filter_: Filter, label: str, type_: str) -> bool:
    without_times = Filter(labels=filter_.labels, types=filter_.types)
    return without_times.passes(Entity("", label, {"type": type_}))
