"""The size of a card, and positions and boxes in a picture."""

from typing import NamedTuple

from lineage_viz.geometry import CARD

CARD_WIDTH, CARD_HEIGHT = CARD.width, CARD.height
COLUMN_PITCH = CARD_WIDTH + 20
"""The distance from one card to the next beside it."""

ROW_PITCH = CARD_HEIGHT + 24
"""The distance from one card to the next below it."""


class Position(NamedTuple):
    """The centre of a card, in pixels at scale 1."""

    x: int
    y: int


class Box(NamedTuple):
    """A rectangle by its centre, in pixels at scale 1."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, position: Position) -> bool:
        """True when the centre of a card is inside."""
        return abs(position.x - self.x) * 2 <= self.width and abs(position.y - self.y) * 2 <= self.height
