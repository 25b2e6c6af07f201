"""The ranks of all entities by a column, for lists that are sorted before they are cut into pages."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage_viz.store.heterograph import Nodes, peek
from lineage_viz.store.order import Order, sort_value

Rows = npt.NDArray[np.intp]
Ranks = npt.NDArray[np.int64]

_ABSENT = -1


class Sorting:
    """The ranks by each order that was asked for: few people sort, so nothing is computed before."""

    def __init__(self, arns: Sequence[str], nodes: Nodes) -> None:
        self._arns, self._nodes = arns, nodes
        self._ranks: dict[Order, Ranks] = {}

    def sort(self, rows: Rows, order: Order) -> Rows:
        """Return these rows in an order; equal ones keep their sequence, and rows without a value come last."""
        ranks = self._of(Order(order.by, types=order.types))[rows]
        absent = ranks == _ABSENT
        keys = np.where(absent, len(self._arns), -ranks if order.descending else ranks)
        return rows[np.argsort(keys, kind="stable")]

    def _of(self, order: Order) -> Ranks:
        if order not in self._ranks:
            # Any type: the values of one order can be compared with each other.
            values: list[Any] = [sort_value(peek(arn, self._nodes[arn]), order) for arn in self._arns]
            ascending = sorted({value for value in values if value is not None})
            rank: dict[Any, int] = {value: number for number, value in enumerate(ascending)}
            found = (rank.get(value, _ABSENT) for value in values)
            self._ranks[order] = np.fromiter(found, np.int64, len(values))
        return self._ranks[order]
