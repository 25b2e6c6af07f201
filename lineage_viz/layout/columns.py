"""Columns of tall layers: splitting a layer makes the picture fit the window instead of a thin line."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineage_viz.layout.arrangement import Pitch

_FEWEST = 7
"""A layer is split only if it has more cards than this."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The depth at which each layer begins, and the number of columns that it is split into."""

    starts: tuple[int, ...]
    parts: tuple[int, ...]
    depth: int
    """The depth of all layers together."""

    @property
    def any_split(self) -> bool:
        """True when a layer has more than one column."""
        return max(self.parts, default=1) > 1


def in_columns(sizes: Sequence[int], gaps: Sequence[int], pitch: Pitch, aspect: float) -> Columns:
    """Return the columns for layers of these sizes, with a gap before each layer.

    A column has the fewest cards with which the picture still fits the shape of the window.
    """
    tallest = max(sizes)
    low, high = min(tallest, _FEWEST), tallest
    while low < high:
        side = (low + high) // 2
        if pitch.depth_for(side * pitch.side, aspect) < _columns(sizes, gaps, pitch, side).depth:
            low = side + 1
        else:
            high = side
    return _columns(sizes, gaps, pitch, low)


def _columns(sizes: Sequence[int], gaps: Sequence[int], pitch: Pitch, side: int) -> Columns:
    starts = []
    parts = tuple(-(-size // side) for size in sizes)
    end = 0
    for part, gap in zip(parts, gaps, strict=True):
        starts.append(end + gap)
        end += gap + (part - 1) * pitch.depth + pitch.card
    return Columns(tuple(starts), parts, end)
