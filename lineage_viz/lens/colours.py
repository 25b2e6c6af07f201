"""The colours of the values of a lens.

Each colour has a contrast of 3:1 or more with both backgrounds, and people with any colour vision tell each pair of
one legend apart: `tests/lens/test_colours.py` computes both. Words stand beside each colour in the legend, and absence
has greys, of which one has stripes and none the lightness of another.
"""

from collections.abc import Mapping

from lineage_viz.theme import LIGHT, ON_COLOUR, contrast

GREEN, LEAF, BLUE, INDIGO = "#17A96E", "#297027", "#4E8CFB", "#6A31FB"
ORANGE, RED, PURPLE, LILAC = "#D68006", "#FF1F4E", "#A229B3", "#B57FCA"

PALETTE = (BLUE, ORANGE, GREEN, PURPLE, RED, LEAF, LILAC, INDIGO)
"""The colours of values without an order, such as owners; the most frequent value has the first one."""

OTHERS = "#645C8C"
"""All values beyond the palette."""

RAMP = ("#791EFF", "#964ADC", "#AF5FBC", "#CF6F63", "#BF8C08")
"""The colours of values with an order, from the oldest or the lowest. No step is good or bad."""

ABSENT = "#6B7280"
"""A value that is not recorded; with stripes, one that was not read."""

BESIDE = "#97948B"
"""A value that is not the asked one, such as an earlier decision; its lightness is between ABSENT and ASIDE."""

ASIDE = ""
"""An entity that has no such value. The theme has its colour, which steps back in light and in dark."""

OF_STATES: Mapping[str, str] = {
    "Completed": GREEN,
    "Approved": LEAF,
    "In service": BLUE,
    "In progress": INDIGO,
    "Creating": INDIGO,
    "Updating": INDIGO,
    "System updating": INDIGO,
    "Rolling back": ORANGE,
    "Pending approval": ORANGE,
    "Failed": RED,
    "Out of service": RED,
    "Rejected": PURPLE,
    "Stopped": LILAC,
    "Stopping": LILAC,
    "Deleting": LILAC,
}
"""The colours of known states: the same in each picture, and by status as by decision.

States of like meaning, such as Creating and Updating, share a colour, and differ by its gaps (`lens/shade.py`).
"""


def ink_on(colour: str) -> str:
    """Return the colour of a glyph or word on a colour: white or the dark of the light theme."""
    return max(ON_COLOUR, LIGHT.text, key=lambda ink: contrast(ink, colour))
