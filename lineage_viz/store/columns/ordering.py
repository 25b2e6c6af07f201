"""The order of a list without another order: newest first, then by ARN."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from operator import lt

import numpy as np

from lineage_viz.store.columns.column import NO_TIME, Column, Seconds
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.search_rows import NEVER, Rows, newest_first, seconds
from lineage_viz.store.search_rows import Seconds as Created


def created_of(graph: ColumnGraph) -> Created:
    """Return the creation time of each row."""
    found = [times_of(each.columns.get("creationtime"), len(each.ids)) for each in graph.sheets]
    return np.concatenate(found) if found else np.zeros(0, np.float64)


def newest(graph: ColumnGraph, created: Created) -> Rows:
    """Return the rows of all entities, newest first, then by ARN."""
    rows = _by_arn(graph.ids)
    if graph.is_current is not None:
        rows = rows[graph.is_current[rows]]
    return rows[newest_first(created[rows])]


def _by_arn(ids: Sequence[str]) -> Rows:
    numbers = range(len(ids))
    # The files of one account are sorted, and so are their names: the rows are then in order.
    if not all(map(lt, ids, islice(ids, 1, None))):
        return np.array(sorted(numbers, key=ids.__getitem__), np.intp)
    return np.arange(len(ids), dtype=np.intp)


def times_of(column: Column | None, count: int) -> Created:
    """Return the time of each row of a column; NEVER without one."""
    if column is None:
        return np.full(count, NEVER)
    if isinstance(column, Seconds):
        return np.where(column.times == NO_TIME, NEVER, column.times.astype(np.float64))
    codes, values = column.coded()
    times = [seconds(value) if isinstance(value, datetime) else NEVER for value in values]
    return np.array(times, np.float64)[codes]
