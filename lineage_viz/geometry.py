"""The measures of a picture, in pixels at scale 1: the canvas and the SVG both draw by them.

`picture.scripts` sends them to the browser under the same names; `tests/takeaway/test_two_renderers.py` compares
what the two renderers draw.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A card: a band in the colour of its kind, then its text, `inset` pixels from the band and from the right edge.

    `behind` is the offset of each card of a stack from the card before it.
    """

    width: int = 196
    height: int = 74
    radius: int = 7
    band: int = 24
    inset: int = 7
    behind: int = 4

    @property
    def room(self) -> int:
        """The width of the text."""
        return self.width - self.band - 2 * self.inset


@dataclass(frozen=True, slots=True)
class Glyph:
    """The glyph on the band, `left` pixels from the card's edge. Its path is drawn in a box of `box` units."""

    left: int = 4
    size: int = 16
    box: int = 24
    stroke: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """One line of a card's text: the font size, and the baseline, measured from the card's top."""

    size: float
    baseline: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a failed entity or a warning, `inset` pixels from the card's top and right.

    The name is `room` pixels shorter.
    """

    inset: int = 11
    radius: int = 5
    cross: int = 2
    stroke: float = 1.4
    room: int = 14


@dataclass(frozen=True, slots=True)
class BadgeShape:
    """The badges on a card's lower edge, the first one `left` pixels from the card's left.

    Each has a glyph and a text, `pad` pixels from its ends and from each other; the next badge is `gap` pixels away.
    Words are cut only if `cut` pixels are left for them.
    """

    left: int = 30
    height: int = 16
    pad: int = 5
    gap: int = 4
    glyph: int = 10
    size: float = 10
    baseline: float = 3.5
    cut: int = 40


@dataclass(frozen=True, slots=True)
class Outline:
    """The width of the line around a card: of most cards, and of the focus."""

    plain: int = 1
    focus: float = 2.5


@dataclass(frozen=True, slots=True)
class Opened:
    """The frame around an opened stack or group. `title` is the height of its label above the cards."""

    radius: int = 10
    margin: int = 24
    title: int = 22


@dataclass(frozen=True, slots=True)
class Curve:
    """The line of an association, a cubic curve.

    Its control points lie along the flow, at half the distance of the cards, but at least `shortest` and at most
    `longest` pixels from the ends. Between cards that overlap along the flow the line swings out by `around`. A line
    that runs backwards keeps `aside` pixels from a line of the other direction. `arrow` is the length and the width of
    the tip. A line to the next row of a wrapped picture turns back with `turn` pixels to the control points. A line
    from a card to itself leaves and arrives `loop` pixels beside the middle of its side.
    """

    shortest: int = 30
    longest: int = 220
    around: int = 36
    aside: int = 8
    loop: int = 16
    turn: int = 30
    arrow: int = 7
    stroke: float = 1.2


@dataclass(frozen=True, slots=True)
class Crowd:
    """The opacity of lines in a picture with many of them.

    Up to `calm` lines are opaque. With more lines the opacity falls, down to `least`. Above `few` lines, all are
    straight, have no tips, and have the opacity `faint`.
    """

    calm: int = 150
    few: int = 1_000
    least: float = 0.3
    faint: float = 0.25


CARD = Card()
GLYPH = Glyph()
NAME, ABOUT, FACT = Text(size=13, baseline=23), Text(size=11, baseline=41), Text(size=11, baseline=59)
MARK = Mark()
BADGE = BadgeShape()
OUTLINE = Outline()
OPENED = Opened()
CURVE = Curve()
CROWD = Crowd()


def geometry() -> Mapping[str, Mapping[str, float]]:
    """All measures as plain values: `{"card": {"width": 196, …}, …}`."""
    return {
        "card": asdict(CARD),
        "glyph": asdict(GLYPH),
        "name": asdict(NAME),
        "about": asdict(ABOUT),
        "fact": asdict(FACT),
        "mark": asdict(MARK),
        "badge": asdict(BADGE),
        "outline": asdict(OUTLINE),
        "opened": asdict(OPENED),
        "curve": asdict(CURVE),
        "crowd": asdict(CROWD),
    }
