"""The measures of a picture, in pixels at scale 1: the canvas and the SVG both draw by them.

`picture.scripts` sends them to the browser under the same names; `tests/takeaway/test_two_renderers.py` compares
what the two renderers draw.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A card: a band in the kind's colour, then `inset` pixels on both sides of its text.

    `behind` is how far each card of a stack stands out behind the one before it.
    """

    width: int = 200
    height: int = 46
    radius: int = 6
    band: int = 30
    inset: int = 8
    behind: int = 4

    @property
    def room(self) -> int:
        """The width of the text."""
        return self.width - self.band - 2 * self.inset


@dataclass(frozen=True, slots=True)
class Glyph:
    """The kind's glyph on the band: `left` of it is free, and it is drawn in a box of `box` units."""

    left: int = 6
    size: int = 18
    box: int = 24
    stroke: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A line of a card's text: the size of its letters, and its baseline below the card's top."""

    size: int
    baseline: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The cross of a failed entity, `inset` pixels from the card's top and right; the name leaves it `room`."""

    inset: int = 11
    radius: int = 5
    cross: int = 2
    stroke: float = 1.4
    room: int = 14


@dataclass(frozen=True, slots=True)
class Outline:
    """Widths of the line around a card: of any, and of the focus."""

    plain: int = 1
    focus: float = 2.5


@dataclass(frozen=True, slots=True)
class Opened:
    """The frame around an opened group; `title` is the room above its cards for its label."""

    radius: int = 10
    margin: int = 24
    title: int = 22


@dataclass(frozen=True, slots=True)
class Curve:
    """An association's line.

    It leaves and arrives along the lineage for half its length, but for `shortest` at least and `longest` at most.
    Between cards of which neither is before the other it swings out by `around`; a line that runs back keeps `aside`
    from one that comes the other way. `arrow` is the length and the width of its tip.
    """

    shortest: int = 30
    longest: int = 220
    around: int = 36
    aside: int = 8
    arrow: int = 7
    stroke: float = 1.2


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many associations: up to `calm` at full strength, then the more the fainter, down to `least`.

    Above `few` they are straight, without tips, and as strong as `faint`.
    """

    calm: int = 150
    few: int = 1_000
    least: float = 0.3
    faint: float = 0.25


CARD = Card()
GLYPH = Glyph()
NAME, ABOUT = Text(size=13, baseline=20), Text(size=11, baseline=36)
MARK = Mark()
OUTLINE = Outline()
OPENED = Opened()
CURVE = Curve()
CROWD = Crowd()


def geometry() -> Mapping[str, Mapping[str, float]]:
    """All measures as plain values: `{"card": {"width": 200, …}, …}`."""
    return {
        "card": asdict(CARD),
        "glyph": asdict(GLYPH),
        "name": asdict(NAME),
        "about": asdict(ABOUT),
        "mark": asdict(MARK),
        "outline": asdict(OUTLINE),
        "opened": asdict(OPENED),
        "curve": asdict(CURVE),
        "crowd": asdict(CROWD),
    }
