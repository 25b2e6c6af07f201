"""Splits tall layers into columns, so that the picture fits the window: plainly drawn it would be a thin line."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineage_viz.layout.arrangement import Pitch

_FEWEST = 7
"""Cards side by side in a layer before it is split."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The depth at which each layer begins, and the number of columns that it is split into."""

    starts: tuple[int, ...]
    parts: tuple[int, ...]
    depth: int
    """Of all layers together."""

    @property
    def any_split(self) -> bool:
        """True when a layer has more than one column."""
        return max(self.parts, default=1) > 1


def in_columns(sizes: Sequence[int], gaps: Sequence[int], pitch: Pitch, aspect: float) -> Columns:
    """Columns for layers of these sizes, a gap before each: as few cards side by side as fit the window's shape."""
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
