"""The indexes of a graph in memory: texts, facts, recorded texts and orders, which together answer a search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from operator import and_

import numpy as np

from lineage_viz.mistake import corrections, words
from lineage_viz.store.base import FactCounts
from lineage_viz.store.facet import Facet
from lineage_viz.store.fact_index import FactIndex, Facts, facts_of
from lineage_viz.store.filter import Filter
from lineage_viz.store.heterograph import Nodes, peek
from lineage_viz.store.order import Order
from lineage_viz.store.recorded_index import RecordedFields, RecordedIndex, fields_of
from lineage_viz.store.search_index import Hits, Mask, SearchIndex
from lineage_viz.store.search_rows import Rows, SearchRows, rows_of
from lineage_viz.store.sorting import RanksOf, Sorting, ranks_by

_FEW = 4
"""Rows for each one of which the records are read alone, all searches together, before an index of all is made."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the indexes. All but the rows are made at the first use: few visitors need them."""

    rows: SearchRows
    facts: Callable[[], Facts]
    recorded: Callable[[], RecordedFields]
    ranks: RanksOf
    recorded_of: Callable[[Rows], RecordedFields] | None = None
    """The recorded texts of a few rows; None where those of all are read as fast."""


def parts_of(nodes: Nodes) -> Parts:
    """Return the parts of the indexes of these entities."""
    rows = rows_of(peek(arn, attributes) for arn, attributes in nodes.items())
    arns = rows.arns
    return Parts(
        rows,
        lambda: facts_of(arns, nodes),
        lambda: fields_of(arns, nodes),
        ranks_by(arns, nodes),
        lambda few: fields_of([arns[row] for row in few.tolist()], nodes),
    )


class Indexes:
    """The indexes of all entities."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._texts = SearchIndex(parts.rows)
        self._sorting = Sorting(parts.ranks)
        self._read_alone = 0

    @property
    def types(self) -> Mapping[tuple[str, str], int]:
        """The number of entities of each label and type."""
        return self._texts.types

    @property
    def fact_counts(self) -> FactCounts:
        """The numbers of entities by state and person, and of the live ones."""
        return self._facts.counts

    @property
    def recorded_names(self) -> Mapping[str, int]:
        """The names and values that a search offers, with their numbers of entities."""
        return self._recorded.names

    def search(self, text: str, filter_: Filter, order: Order | None, limit: int, offset: int) -> Hits:
        """Answer `Store.search`."""
        sort = partial(self._sorting.sort, order=order) if order else None
        having, recorded = self._having(filter_), self._in_records(text)
        return self._texts.search(text, filter_, limit, offset, sort, having, recorded)

    def tally(self, text: str, filter_: Filter) -> Mapping[Facet, int]:
        """Answer `Store.tally`."""
        mask, *_ = self._texts.matching(text, filter_, self._having(filter_), self._in_records(text))
        return self._facts.tally(mask)

    def words_like(self, word: str) -> tuple[str, ...]:
        """Answer `Store.words_like`."""
        return tuple(sorted(corrections(word) & self._words)) if words(word) == {word} else ()

    def _in_records(self, text: str) -> Callable[[str, Rows], Mask] | None:
        return self._with_word_in_records if text and not text.isspace() else None

    def _with_word_in_records(self, word: str, rows: Rows) -> Mask:
        """Return a mask of the rows with a word in their other recorded texts; it is exact for these rows only."""
        if not self._are_read_alone(rows):
            return self._recorded.having(word)
        mask = np.zeros(len(self._parts.rows.arns), np.bool_)
        if len(rows):
            mask[rows] = RecordedIndex(self._parts.recorded_of(rows)).having(word)  # type: ignore[misc]
        return mask

    def _are_read_alone(self, rows: Rows) -> bool:
        """True when only these rows are read: a command that looks up few entities needs no index of all."""
        if self._parts.recorded_of is None or "_recorded" in vars(self):
            return False
        self._read_alone += len(rows)
        return self._read_alone * _FEW <= len(self._parts.rows.arns)

    def _having(self, filter_: Filter) -> Mask | None:
        """Return a mask of the rows with the facts of a filter that pass its other filters; None when all rows do."""
        metric = filter_.recorded_metric
        recorded = self._recorded.passing(metric) if metric else None
        masks = [self._facts.mask(filter_, recorded)] if filter_.by_facts else []
        masks += [self._recorded.passing(filter_.recorded)] if filter_.recorded else []
        masks += [self._texts.having(word) | self._recorded.having(word) for word in filter_.words]
        masks += [self._texts.among(filter_.arns)] if filter_.arns is not None else []
        masks += [self._passing(each) for each in filter_.also]
        masks += [~self._passing(each) for each in filter_.without]
        return reduce(and_, masks) if masks else None

    def _passing(self, filter_: Filter) -> Mask:
        mask, having = self._texts.passing(filter_), self._having(filter_)
        return mask if having is None else mask & having

    @cached_property
    def _facts(self) -> FactIndex:
        return FactIndex(self._parts.facts())

    @cached_property
    def _recorded(self) -> RecordedIndex:
        return RecordedIndex(self._parts.recorded())

    @cached_property
    def _words(self) -> frozenset[str]:
        """All recorded words, for a search that finds nothing."""
        return frozenset(self._texts.words() | self._recorded.words())
