"""The ranks of all entities by a column, for lists that are sorted before they are cut into pages."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage_viz.store.heterograph import Nodes, peek
from lineage_viz.store.order import Order, sort_value

Rows = npt.NDArray[np.intp]
Ranks = npt.NDArray[np.int64]

ABSENT = -1


RanksOf = Callable[[Order], Ranks]
"""A function that ranks all entities by an ascending order: equal values have one rank, and no value is ABSENT."""


class Sorting:
    """The ranks by each order that was asked for: few people sort, so nothing is computed before."""

    def __init__(self, ranks: RanksOf) -> None:
        self._compute = ranks
        self._ranks: dict[Order, Ranks] = {}

    def sort(self, rows: Rows, order: Order) -> Rows:
        """Return these rows in an order; equal ones keep their sequence, and rows without a value come last."""
        every = self._of(Order(order.by, types=order.types))
        ranks = every[rows]
        absent = ranks == ABSENT
        keys = np.where(absent, len(every), -ranks if order.descending else ranks)
        return rows[np.argsort(keys, kind="stable")]

    def _of(self, order: Order) -> Ranks:
        if order not in self._ranks:
            self._ranks[order] = self._compute(order)
        return self._ranks[order]


def ranks_by(arns: Sequence[str], nodes: Nodes) -> RanksOf:
    """Return the function that ranks these entities."""

    def ranks(order: Order) -> Ranks:
        return ranks_of([sort_value(peek(arn, nodes[arn]), order) for arn in arns])

    return ranks


def ranks_of(values: Sequence[Any]) -> Ranks:
    """Return the rank of each value. Any type: the values of one order can be compared with each other."""
    ascending = sorted({value for value in values if value is not None})
    rank: dict[Any, int] = {value: number for number, value in enumerate(ascending)}
    return np.fromiter((rank.get(value, ABSENT) for value in values), np.int64, len(values))
