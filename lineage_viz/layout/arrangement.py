"""Which way a picture runs, and the room its cards take along and across that way."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineage_viz.layout.position import CARD_HEIGHT, CARD_WIDTH, COLUMN_PITCH, ROW_PITCH, Box, Position

ASPECT = 2.0
"""Width by height of the picture in a common window."""


class Arrangement(StrEnum):
    """Layers from left to right, layers from top to bottom, or time from left to right."""

    RIGHT = "right"
    DOWN = "down"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Pitch:
    """Room in pixels. `depth` is the way the lineage runs, `side` is across it, within a layer."""

    card: int
    """A card's own extent in depth."""
    depth: int
    """From one column of a layer to the next."""
    side: int
    """From one card to the next in a layer."""
    gaps: tuple[int, int]
    """Between two layers, where few associations run and where many do."""
    downwards: bool

    @property
    def layer(self) -> int:
        """From a layer to the next, where few associations run between them."""
        return self.card + self.gaps[0]

    def position(self, depth: float, side: float) -> Position:
        """Pixels of a place in depth and across."""
        across, along = (side, depth) if self.downwards else (depth, side)
        return Position(round(across), round(along))

    def place(self, position: Position) -> tuple[int, int]:
        """Depth and side of a position."""
        return (position.y, position.x) if self.downwards else (position.x, position.y)

    def extent(self, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
        """From where to where a box reaches in depth, and in side."""
        across = box.x - box.width / 2, box.x + box.width / 2
        along = box.y - box.height / 2, box.y + box.height / 2
        return (along, across) if self.downwards else (across, along)

    def depth_for(self, side: float, aspect: float) -> float:
        """How far a picture of this side may run in depth."""
        return side / aspect if self.downwards else side * aspect

    def side_for(self, depth: float, aspect: float) -> float:
        """How much side the window has for a picture of this depth."""
        return depth * aspect if self.downwards else depth / aspect


_RIGHT = Pitch(CARD_WIDTH, COLUMN_PITCH, ROW_PITCH, (38, 70), downwards=False)
_DOWN = Pitch(CARD_HEIGHT, CARD_HEIGHT + 18, COLUMN_PITCH, (44, 90), downwards=True)

PITCH: Mapping[Arrangement, Pitch] = {
    Arrangement.RIGHT: _RIGHT,
    Arrangement.DOWN: _DOWN,
    Arrangement.TIME: _RIGHT,
}
