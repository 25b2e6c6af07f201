"""The colours of a card and a badge under a lens, as `picture/canvas/lens.js` has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lineage_viz.geometry import CARD
from lineage_viz.lens import Shade, Shading
from lineage_viz.lens.colours import ink_on
from lineage_viz.picture.badge_words import BadgeWords
from lineage_viz.takeaway.drawing.element import Element, element
from lineage_viz.theme import ON_COLOUR, TINT, Theme, mixed

FADED = 0.25
"""The opacity of a card beside a value that stands out; the canvas has the same."""


@dataclass(frozen=True, slots=True)
class PaintedPart:
    """A part of the band, from the card's top, in pixels."""

    colour: str
    gaps: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a card: its frame in the focus, its glyph, its frame, its ground and its band; and its words.

    `rim` is empty where the frame has no colour: of a stack with several values, and without a value.
    """

    colour: str
    ink: str
    rim: str
    ground: str
    parts: tuple[PaintedPart, ...]
    about: str
    opacity: float = 1


def paint_of(shading: Shading, arns: Iterable[str], theme: Theme, bright: str = "") -> Paint:
    """Return the colours of a card with these entities. The most frequent value has the glyph and the ground.

    A card steps back without the value that stands out, which `bright` names.
    """
    parts = shading.parts(arns)
    shades = [shading.shades[part.shade] for part in parts]
    painted = tuple(
        PaintedPart(_colour(shade, theme), shade.gaps, part.top, part.height)
        for shade, part in zip(shades, parts, strict=True)
    )
    main = shades[max(range(len(parts)), key=lambda at: parts[at].count)] if parts else None
    colour, ink = _colours(main, theme)
    rim = main.colour if main and len(parts) == 1 else ""
    ground = mixed(rim, theme.background, TINT) if rim else theme.background
    is_dull = bright and all(each.words != bright for each in shades)
    return Paint(colour, ink, rim, ground, painted, shading.about(parts), FADED if is_dull else 1)


def badge_colours(shading: Shading | None, badge: BadgeWords, theme: Theme) -> tuple[str, str]:
    """Return the colour of a badge and that of its words. Under a lens, entities of different values share a grey."""
    if not shading:
        return badge.kind.colour, ON_COLOUR
    index = shading.index(badge.arns)
    return _colours(None if index is None else shading.shades[index], theme)


def draw_parts(card: Element, parts: Sequence[PaintedPart], width: int, theme: Theme) -> None:
    """Draw the band of a card; its left corners are those of the card."""
    for part in parts:
        radius = min(CARD.radius, part.height)
        above, below = radius * (part.top == 0), radius * (part.top + part.height == CARD.height)
        path = (
            f"M{above} {part.top}H{width}v{part.height}H{below}a{below} {below} 0 0 1 {-below} {-below}"
            f"V{part.top + above}a{above} {above} 0 0 1 {above} {-above}z"
        )
        element(card, "path", d=path, fill=part.colour)
        if part.gaps:
            _draw_gaps(card, part, width, theme)


def draw_swatch(entry: Element, shade: Shade, size: int, theme: Theme) -> None:
    """Draw a value in the legend."""
    element(entry, "rect", width=size, height=size, rx=4, fill=_colour(shade, theme))
    if shade.gaps:
        _draw_gaps(entry, PaintedPart(shade.colour, shade.gaps, 0, size), size, theme)


def _draw_gaps(parent: Element, part: PaintedPart, width: int, theme: Theme) -> None:
    """Draw the gaps in a colour, in whole pixels; gaps and colour are bands of one height."""
    bands = 2 * part.gaps + 1
    ends = [(2 * part.height * band + bands) // (2 * bands) for band in range(bands)]
    for start, end in zip(ends[1::2], ends[2::2], strict=True):
        element(parent, "rect", y=part.top + start, width=width, height=end - start, fill=theme.background)


def _colours(shade: Shade | None, theme: Theme) -> tuple[str, str]:
    return (shade.colour, ink_on(shade.colour)) if shade and shade.colour else (theme.aside, theme.text)


def _colour(shade: Shade, theme: Theme) -> str:
    return _colours(shade, theme)[0]
