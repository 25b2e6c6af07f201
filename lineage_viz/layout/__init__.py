"""The positions of cards: a fresh picture, cards that join a picture, and blocks of opened groups."""

from lineage_viz.layout.arrangement import ASPECT, Arrangement
from lineage_viz.layout.arranging import layout
from lineage_viz.layout.axis import Tick, axis
from lineage_viz.layout.block import FRAME_MARGIN, FRAME_TITLE, frame_of, place_block
from lineage_viz.layout.keeping import layout_keeping
from lineage_viz.layout.lanes import Lane, lanes
from lineage_viz.layout.placing import place
from lineage_viz.layout.position import CARD_HEIGHT, CARD_WIDTH, COLUMN_PITCH, ROW_PITCH, Box, Position
from lineage_viz.layout.wrapping import gutters

__all__ = [
    "ASPECT", "CARD_HEIGHT", "CARD_WIDTH", "COLUMN_PITCH", "FRAME_MARGIN", "FRAME_TITLE", "ROW_PITCH",
    "Arrangement", "Box", "Lane", "Position", "Tick", "axis", "frame_of", "gutters", "lanes", "layout",
    "layout_keeping", "place", "place_block",
]  # fmt: skip
