"""The order of cards within their layers, chosen by barycentre sweeps so that few associations cross.

igraph's own layered layout is not used: it crashes the process for some lineages with thousands of lone cards, and
for large lineages it takes longer and leaves more crossings.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineage_viz.layout.cycles import Link

_WORK = 60_000
"""The limit of points and links that all sweeps visit: small lineages get many sweeps, large ones a few."""

_SWEEPS = 24
_PATIENCE = 3
"""Sweeping ends after this many sweeps without fewer crossings."""

_POINTS = 20_000
"""With more points of long links than this, long links count only at their ends."""


@dataclass(slots=True)
class Order:
    """Points by layer, in order. Numbers below `cards` are cards; a higher number is a long link passing a layer.

    `before` and `after` list the neighbours of each point in earlier and in later layers.
    """

    cards: int
    layers: list[list[int]]
    before: list[list[int]]
    after: list[list[int]]

    def crossings(self) -> int:
        """Count the links that cross between neighbouring layers."""
        return sum(self._crossings(first, second) for first, second in pairwise(self.layers))

    def _crossings(self, first: Sequence[int], second: Sequence[int]) -> int:
        places = {point: place for place, point in enumerate(second)}
        seen: list[int] = []
        total = 0
        for point in first:
            ends = sorted(places[other] for other in self.after[point] if other in places)
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
        return total


def ordered(layers: Sequence[int], links: Sequence[Link], ranks: Sequence[int] = ()) -> Order:
    """Return all cards and long links in an order with few crossings.

    Cards with the same neighbours, such as the versions of a group, stand in the order of `ranks`: no other line
    crosses for it.
    """
    order = _start(layers, links, ranks)
    work = len(order.after) + sum(map(len, order.after))
    best, fewest, waited = order.layers, order.crossings(), 0
    for _ in range(max(2, min(_SWEEPS, _WORK // max(1, work)))):
        if not fewest or waited == _PATIENCE:
            break
        _sweep(order)
        crossings = order.crossings()
        waited += 1
        if crossings < fewest:
            best, fewest, waited = [list(layer) for layer in order.layers], crossings, 0
    order.layers = [_with_twins_in_order(order, layer, ranks) for layer in best] if ranks else best
    return order


def _with_twins_in_order(order: Order, layer: Sequence[int], ranks: Sequence[int]) -> list[int]:
    twins: dict[tuple[frozenset[int], frozenset[int]], list[int]] = {}
    for point in layer:
        if point < order.cards and (order.before[point] or order.after[point]):
            twins.setdefault((frozenset(order.before[point]), frozenset(order.after[point])), []).append(
                point
            )
    instead: dict[int, int] = {}
    for places in twins.values():
        instead |= dict(zip(places, sorted(places, key=ranks.__getitem__), strict=True))
    return [instead.get(point, point) for point in layer]


def _start(layers: Sequence[int], links: Sequence[Link], ranks: Sequence[int]) -> Order:
    size = len(layers)
    order = Order(size, [], [[] for _ in range(size)], [[] for _ in range(size)])
    level = list(layers)
    forward = [(a, b) if layers[a] < layers[b] else (b, a) for a, b in links if layers[a] != layers[b]]
    split = sum(layers[end] - layers[source] - 1 for source, end in forward) <= _POINTS
    passing: dict[Link, int] = {}
    for source, end in forward:
        here = source
        for layer in range(layers[source] + 1, layers[end] if split else 0):
            # All long links of a card share one point in a layer, which keeps the number of points low.
            point = passing.get((source, layer))
            if point is None:
                point = passing[source, layer] = len(level)
                level.append(layer)
                order.before.append([])
                order.after.append([])
                _link(order, here, point)
            here = point
        _link(order, here, end)
    order.layers = [[] for _ in range(max(layers, default=-1) + 1)]
    for point in _walk(order, ranks):
        order.layers[level[point]].append(point)
    return order


def _link(order: Order, first: int, second: int) -> None:
    order.after[first].append(second)
    order.before[second].append(first)


def _walk(order: Order, ranks: Sequence[int]) -> list[int]:
    """Return all points depth first, so that linked points follow one another; it starts at the first of the ranks."""
    seen = [False] * len(order.after)
    found = []
    for start in sorted(range(order.cards), key=ranks.__getitem__ if ranks else None):
        waiting = [start]
        while waiting:
            point = waiting.pop()
            if not seen[point]:
                seen[point] = True
                found.append(point)
                waiting += _last_first(order, order.after[point], ranks)
                waiting += _last_first(order, order.before[point], ranks)
    return found


def _last_first(order: Order, points: Sequence[int], ranks: Sequence[int]) -> list[int]:
    """Return points so that the first one of the ranks is taken first from their end; a long link comes before it."""
    if not ranks:
        return list(reversed(points))
    return sorted(points, key=lambda point: -ranks[point] if point < order.cards else 1)


def _sweep(order: Order) -> None:
    """Sort each layer by the mean place of its neighbours: first those in earlier layers, then those in later ones."""
    places = [0.0] * len(order.after)
    for layer in order.layers:
        _remember(layer, places)
    for layers, sides in ((order.layers[1:], order.before), (order.layers[-2::-1], order.after)):
        for layer in layers:
            for point in layer:
                if others := sides[point]:
                    places[point] = sum([places[other] for other in others]) / len(others)
            layer.sort(key=places.__getitem__)
            _remember(layer, places)


def _remember(layer: Sequence[int], places: list[float]) -> None:
    size = len(layer)
    for place, point in enumerate(layer):
        places[point] = (place + 0.5) / size
