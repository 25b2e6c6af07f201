"""Layers folded into as many parts as give the whole the window's shape, as plainly drawn they are a thin line."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineage_viz.layout.arrangement import Pitch

_FEWEST = 7
"""Cards side by side in a layer before it is folded."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Where each layer begins in depth, and in how many parts it is folded."""

    starts: tuple[int, ...]
    parts: tuple[int, ...]
    depth: int
    """Of the whole."""

    @property
    def folded(self) -> bool:
        """Whether any layer is."""
        return max(self.parts, default=1) > 1


def folded(sizes: Sequence[int], gaps: Sequence[int], pitch: Pitch, aspect: float) -> Fold:
    """Layers of these sizes, a gap before each, with the fewest cards side by side that fit the window's shape."""
    tallest = max(sizes)
    low, high = min(tallest, _FEWEST), tallest
    while low < high:
        side = (low + high) // 2
        if pitch.depth_for(side * pitch.side, aspect) < _fold(sizes, gaps, pitch, side).depth:
            low = side + 1
        else:
            high = side
    return _fold(sizes, gaps, pitch, low)


def _fold(sizes: Sequence[int], gaps: Sequence[int], pitch: Pitch, side: int) -> Fold:
    starts = []
    parts = tuple(-(-size // side) for size in sizes)
    end = 0
    for part, gap in zip(parts, gaps, strict=True):
        starts.append(end + gap)
        end += gap + (part - 1) * pitch.depth + pitch.card
    return Fold(tuple(starts), parts, end)
