"""Long runs of layers, wrapped into rows like the lines of a text: a flat picture then uses the window's height.

From top to bottom the rows are columns beside each other, like those of a newspaper: the same with x and y exchanged.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineage_viz.geometry import CARD
from lineage_viz.layout.cycles import Link
from lineage_viz.layout.position import Position

GUTTER = 64
"""The height between two rows. Lines from the end of a row to the start of the next one run in its middle."""

_WIDE, _HIGH = 1_000, 600
"""The room for a picture in a common window, in pixels."""


@dataclass(frozen=True, slots=True)
class _Way:
    """The size of a card and of the window along the lineage, and across it."""

    card: tuple[int, int]
    window: tuple[int, int]

    @property
    def near(self) -> float:
        """A row may begin this far from an equal share of the length, if fewer lines cross there."""
        return _NEAR * self.card[0]


_RIGHT = _Way((CARD.width, CARD.height), (_WIDE, _HIGH))
_DOWN = _Way((CARD.height, CARD.width), (_HIGH, _WIDE))

_CLOSEST = 1.0
"""A picture of this scale is large enough."""

_BETTER = 1.25
"""A further row must make the picture larger by this factor: each wrap costs the eye a return to the left."""

_NEAR = 0.7

_MOST_ROWS, _MOST_LAYERS = 8, 80


def wrapped(
    placed: Sequence[Position],
    layers: Sequence[Sequence[int]],
    links: Collection[Link],
    *,
    downwards: bool = False,
) -> list[Position]:
    """Return the positions of the same cards in rows of layers, if a wrapped picture shows larger cards.

    `layers` are the cards of each layer, from left to right, or `downwards`. Each row keeps its layers as they are.
    """
    if downwards:
        moved = _wrapped([_turned(at) for at in placed], layers, links, _DOWN)
        return [_turned(at) for at in moved]
    return _wrapped(placed, layers, links, _RIGHT)


def _turned(at: Position) -> Position:
    return Position(at.y, at.x)


def _wrapped(
    placed: Sequence[Position], layers: Sequence[Sequence[int]], links: Collection[Link], way: _Way
) -> list[Position]:
    layers = [layer for layer in layers if layer]
    if not 2 < len(layers) <= _MOST_LAYERS:
        return list(placed)
    starts = _starts(placed, layers, links, way)
    rows = [layers[start:end] for start, end in pairwise([*starts, len(layers)])]
    moved, top = list(placed), 0.0
    for row in rows:
        at = [placed[card] for layer in row for card in layer]
        left, above, height = min(p.x for p in at), min(p.y for p in at), _height(at, way)
        for card in (card for layer in row for card in layer):
            x, y = placed[card]
            moved[card] = Position(x - left, round(y - above + top))
        top += height + GUTTER
    return moved if len(rows) > 1 else list(placed)


def gutters(positions: Iterable[Position], *, downwards: bool = False) -> tuple[int, ...]:
    """Return the middle of each gap between the rows of a picture: at least a gutter high, over its whole width."""
    places = sorted({at.x if downwards else at.y for at in positions})
    least = (_DOWN if downwards else _RIGHT).card[1] + GUTTER
    return tuple((one + other) // 2 for one, other in pairwise(places) if other - one >= least)


def _starts(
    placed: Sequence[Position], layers: Sequence[Sequence[int]], links: Collection[Link], way: _Way
) -> list[int]:
    """Return the layers at which rows begin, for the fewest rows that show the cards nearly at their largest."""
    best, scale = [0], _scale(placed, layers, [0], way)
    crossing = _crossing(layers, links)
    for number in range(2, min(_MOST_ROWS, len(layers) - 1) + 1):
        starts = _balanced(placed, layers, number, crossing, way)
        larger = _scale(placed, layers, starts, way)
        if larger > _BETTER * scale:
            best, scale = starts, larger
    return best


def _scale(
    placed: Sequence[Position], layers: Sequence[Sequence[int]], starts: Sequence[int], way: _Way
) -> float:
    """Return the scale at which a picture with these rows fits the window."""
    rows = [
        [placed[card] for layer in layers[start:end] for card in layer]
        for start, end in pairwise([*starts, len(layers)])
    ]
    wide = max(max(at.x for at in row) - min(at.x for at in row) for row in rows) + way.card[0]
    high = sum(_height(row, way) for row in rows) + GUTTER * (len(rows) - 1)
    return min(_CLOSEST, way.window[0] / wide, way.window[1] / high)


def _balanced(
    placed: Sequence[Position],
    layers: Sequence[Sequence[int]],
    number: int,
    crossing: Sequence[int],
    way: _Way,
) -> list[int]:
    """Return the starts of about equally wide rows; of two layers, a row begins where fewer links cross."""
    lefts = [min(placed[card].x for card in layer) for layer in layers]
    whole = max(placed[card].x for card in layers[-1]) + way.card[0] - lefts[0]
    starts = [0]
    for row in range(1, number):
        wished = lefts[0] + whole * row / number
        later = range(starts[-1] + 1, len(layers) - (number - row) + 1)
        near = sorted(later, key=lambda layer: (abs(lefts[layer] - wished), layer))[:2]
        close = [layer for layer in near if abs(lefts[layer] - wished) <= way.near] or near[:1]
        starts.append(min(close, key=lambda layer: (crossing[layer], abs(lefts[layer] - wished))))
    return starts


def _crossing(layers: Sequence[Sequence[int]], links: Iterable[Link]) -> list[int]:
    """Return the number of links that cross the start of each layer."""
    layer_of = {card: number for number, layer in enumerate(layers) for card in layer}
    crossing = [0] * (len(layers) + 1)
    for source, end in links:
        first, last = sorted((layer_of[source], layer_of[end]))
        for layer in range(first + 1, last + 1):
            crossing[layer] += 1
    return crossing


def _height(row: Sequence[Position], way: _Way) -> float:
    return max(at.y for at in row) - min(at.y for at in row) + way.card[1]
