"""The direction of a picture, and the room that its cards need along and across this direction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from lineage_viz.layout.position import CARD_HEIGHT, CARD_WIDTH, COLUMN_PITCH, ROW_PITCH, Box, Position

ASPECT = 2.0
"""Width divided by height of the picture in a common window."""


class Arrangement(StrEnum):
    """Layers from left to right, layers from top to bottom, or time from left to right."""

    RIGHT = "right"
    DOWN = "down"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Pitch:
    """Distances in pixels. `depth` runs along the lineage; `side` runs across it, within a layer."""

    card: int
    """The size of a card in depth."""
    depth: int
    """The distance from one column of a layer to the next."""
    side: int
    """The distance from one card to the next in a layer."""
    gaps: tuple[int, int]
    """The gap between two layers with few associations, and with many."""
    downwards: bool

    @property
    def layer(self) -> int:
        """The distance from a layer to the next when few associations run between them."""
        return self.card + self.gaps[0]

    def position(self, depth: float, side: float) -> Position:
        """Return the position at a depth and a side."""
        across, along = (side, depth) if self.downwards else (depth, side)
        return Position(round(across), round(along))

    def place(self, position: Position) -> tuple[int, int]:
        """Return the depth and the side of a position."""
        return (position.y, position.x) if self.downwards else (position.x, position.y)

    def extent(self, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the start and the end of a box in depth, and in side."""
        across = box.x - box.width / 2, box.x + box.width / 2
        along = box.y - box.height / 2, box.y + box.height / 2
        return (along, across) if self.downwards else (across, along)

    def depth_for(self, side: float, aspect: float) -> float:
        """Return the depth that a picture of this side may have to fit the window."""
        return side / aspect if self.downwards else side * aspect

    def side_for(self, depth: float, aspect: float) -> float:
        """Return the side that a picture of this depth may have to fit the window."""
        return depth * aspect if self.downwards else depth / aspect


_RIGHT = Pitch(CARD_WIDTH, COLUMN_PITCH, ROW_PITCH, (36, 70), downwards=False)
_DOWN = Pitch(CARD_HEIGHT, CARD_HEIGHT + 18, COLUMN_PITCH, (44, 90), downwards=True)

_BADGES = 110
"""The room between two cards for a button on the edge of each, up to "+9,999"."""

OPENED_PITCH: Mapping[Arrangement, Pitch] = {
    Arrangement.RIGHT: replace(_RIGHT, depth=CARD_WIDTH + _BADGES),
    Arrangement.DOWN: replace(_DOWN, depth=CARD_HEIGHT + 44),
}
"""The distances inside an opened stack: members side by side each have buttons on both edges."""

PITCH: Mapping[Arrangement, Pitch] = {
    Arrangement.RIGHT: _RIGHT,
    Arrangement.DOWN: _DOWN,
    Arrangement.TIME: _RIGHT,
}
