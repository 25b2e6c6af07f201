"""The heights of rows within their layers: associations run straight, rows keep their order and their distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

_PASSES = 8


@dataclass(frozen=True, slots=True)
class Row:
    """Points at the same height in a layer, and the room that they take, in pixels."""

    points: Sequence[int]
    room: float


def straightened(
    layers: Sequence[Sequence[Row]], linked: Sequence[Sequence[int]], room: float
) -> dict[int, float]:
    """Return a height for each point. All heights are within `room` around 0 if the rows fit there."""
    steps = [_steps(layer) for layer in layers]
    room = max(room, *(layer[-1] for layer in steps if layer), 0)
    heights: dict[int, float] = {}
    for layer, offsets in zip(layers, steps, strict=True):
        for row, offset in zip(layer, offsets, strict=True):
            heights.update(dict.fromkeys(row.points, offset - offsets[-1] / 2))
    order = list(range(len(layers)))
    for number in range(_PASSES):
        for at in order if number % 2 else reversed(order):
            _settle(layers[at], steps[at], linked, heights, room)
    return heights


def _steps(layer: Sequence[Row]) -> list[float]:
    """Return the distance of each row from the first when all rows stand as close as possible."""
    return list(accumulate(((a.room + b.room) / 2 for a, b in pairwise(layer)), initial=0.0))[: len(layer)]


def _settle(
    layer: Sequence[Row],
    offsets: Sequence[float],
    linked: Sequence[Sequence[int]],
    heights: dict[int, float],
    room: float,
) -> None:
    """Move the rows of one layer as close as possible to their neighbours."""
    wished = []
    for row, offset in zip(layer, offsets, strict=True):
        others = [heights[other] for point in row.points for other in linked[point]]
        wished.append((sum(others) / len(others) if others else heights[row.points[0]]) - offset)
    lowest, highest = -room / 2, room / 2 - offsets[-1] if offsets else 0
    for row, offset, height in zip(layer, offsets, _rising(wished), strict=True):
        height = min(max(height, lowest), highest) + offset
        heights.update(dict.fromkeys(row.points, height))


def _rising(values: Sequence[float]) -> list[float]:
    """Return the nearest values that never decrease. Values out of order get their mean."""
    means: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while means and means[-1][0] > mean:
            above, more = means.pop()
            mean, count = (mean * count + above * more) / (count + more), count + more
        means.append((mean, count))
    return [mean for mean, count in means for _ in range(count)]
