"""The parts of the indexes of columns: the texts come from the files, and nothing is made for each entity."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from lineage_viz.store.columns.facts import facts_of
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.columns.ordering import created_of, newest
from lineage_viz.store.columns.ranks import ranks_by
from lineage_viz.store.columns.recorded_fields import fields_of
from lineage_viz.store.columns.segments import Segments, current, joined
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
    blocks: list[Segments] = [*chain.from_iterable(each.searched.taken() for each in graph.sheets)]
    places = order
    if graph.is_current is not None:
        blocks = [*current(blocks, graph.is_current)]
        places = (np.cumsum(graph.is_current) - 1)[order]
    text, bounds = joined(blocks)
    kinds = graph.kinds
    return SearchRows(
        _arns(graph.ids, order), created[order], kinds.keys, kinds.codes[order], text, bounds, places
    )


def _arns(ids: Sequence[str], order: Rows) -> list[str]:
    return [*map(ids.__getitem__, order.tolist())]
