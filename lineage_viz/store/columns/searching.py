"""The parts of the indexes of columns: the texts come from the files, and nothing is made for each entity."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from lineage_viz.store.columns.facts import facts_of
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.columns.ordering import created_of, newest
from lineage_viz.store.columns.ranks import ranks_by
from lineage_viz.store.columns.recorded_fields import fields_of
from lineage_viz.store.indexes import Parts
from lineage_viz.store.search_rows import Rows, SearchRows


def parts_of(graph: ColumnGraph) -> Parts:
    """Return the parts of the indexes of a graph."""
    created = created_of(graph)
    order = newest(graph, created)
    rows = _rows(graph, order, created)
    return Parts(
        rows, lambda: facts_of(graph, order), lambda: fields_of(graph, order), ranks_by(graph, rows, order)
    )


def _rows(graph: ColumnGraph, order: Rows, created: npt.NDArray[np.float64]) -> SearchRows:
    places = [each.searched.places for each in graph.sheets]
    text, bounds, placed = graph.text.finish(
        np.concatenate(places)[order] if places else np.zeros(0, np.int64)
    )
    kinds = graph.kinds
    arns = Arns(graph.ids, order)
    return SearchRows(arns, created[order], kinds.keys, kinds.codes[order], text, bounds, placed)


class Arns(Sequence[str]):
    """The ARNs in an order; a page of a search needs few of them."""

    def __init__(self, ids: Sequence[str], order: Rows) -> None:
        self._ids, self._order = ids, order

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self._ids[each] for each in self._order[row].tolist()]
        return self._ids[int(self._order[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self._ids.__getitem__, self._order.tolist())

    def __len__(self) -> int:
        return len(self._order)
