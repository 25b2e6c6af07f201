"""The legend below the picture (its types and lines), and the caption."""

from collections import Counter

from lineage_viz.lens import Shading
from lineage_viz.model import TypeKey
from lineage_viz.picture.lines import dashes
from lineage_viz.questions.overview import type_of
from lineage_viz.style import KINDS, PASS, Dash, Kind, kind_of
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.drawing.element import Element, element
from lineage_viz.takeaway.drawing.fitting import width, wrapped
from lineage_viz.takeaway.drawing.glyph import draw_glyph
from lineage_viz.takeaway.drawing.paint import draw_swatch
from lineage_viz.theme import ON_COLOUR, Theme
from lineage_viz.view.filters import type_key
from lineage_viz.words import type_words

_SIZE, _TITLE = 12, 16
_ROW, _GAP, _PAD = 26, 20, 7
_SWATCH, _STROKE = 18, 30
_NAME_ROOM = 76
SHARES = "a card for several shows their shares"
_SPARE = 1.08
"""A factor on widths, as the viewer's font may be a little wider."""


def draw_legend(parent: Element, drawing: Drawing, room: float, theme: Theme) -> float:
    """Draw types with their counts and lines with their words, in rows. Return the height.

    The cards of an overview say their types and numbers themselves.
    """
    counts: Counter[TypeKey] = Counter(drawing.beside)
    for entity in (each for each in drawing.subgraph.entities if type_of(each.arn) is None):
        counts[type_key(entity)] += drawing.folds.get(entity.arn, 1)
    swatches = [
        (kind_of(*key), key, counts[key]) for key in sorted(counts, key=lambda key: _order(key, counts))
    ]
    x = y = 0.0
    if drawing.shading:
        y = _draw_shades(parent, drawing, drawing.shading, room, theme)
    for kind, key, number in swatches:
        text = f"{type_words(key[1] or key[0])}  {number:,}"
        x, y, after = _place(x, y, _SWATCH + _PAD + width(text, _SIZE) * _SPARE, room)
        entry = element(parent, "g", transform=f"translate({x:g} {y:g})")
        _draw_type(entry, kind, text, theme, has_colour=not drawing.shading)
        x = after
    lines = dashes(drawing.subgraph) | ({PASS: "path through filtered entities"} if drawing.passes else {})
    for dash, words in lines.items():
        x, y, after = _place(x, y, _STROKE + _PAD + width(words, _SIZE) * _SPARE, room)
        _draw_line(element(parent, "g", transform=f"translate({x:g} {y:g})"), dash, words, theme)
        x = after
    return y + _ROW


def draw_caption(parent: Element, caption: Caption, room: float, theme: Theme) -> float:
    """Draw the caption: title, snapshot, filters and extent. Return the height."""
    y = 0.0
    for name, value in caption.lines():
        heading = name == "Title"
        size, left = (_TITLE, 0) if heading else (_SIZE, _NAME_ROOM)
        if not heading:
            element(parent, "text", name, y=y + size, font_size=size, fill=theme.muted)
        for line in wrapped(value, (room - left) / _SPARE, size):
            weight = {"font_weight": 600} if heading else {}
            element(parent, "text", line, x=left, y=y + size, font_size=size, fill=theme.text, **weight)
            y += size * 1.6
    return y


def _order(key: TypeKey, counts: Counter[TypeKey]) -> tuple[int, int, TypeKey]:
    return KINDS.index(kind_of(*key)), -counts[key], key


def _place(x: float, y: float, wide: float, room: float) -> tuple[float, float, float]:
    """Return the x and y of an entry, in this row or the next, and the x at which the entry after it may begin."""
    if x and x + wide > room:
        x, y = 0.0, y + _ROW
    return x, y, x + wide + _GAP


def _draw_shades(parent: Element, drawing: Drawing, shading: Shading, room: float, theme: Theme) -> float:
    """Draw the values of a lens in rows of their own. Return the y of the row below them."""
    x = y = 0.0
    named = f"Colour: {shading.words}"
    x = width(named, _SIZE, bold=True) * _SPARE + _GAP
    element(parent, "text", named, y=13, font_size=_SIZE, font_weight=600, fill=theme.text)
    for shade in (each for each in shading.shades if each.count):
        text = f"{shade.words}  {shade.counted}"
        x, y, after = _place(x, y, _SWATCH + _PAD + width(text, _SIZE) * _SPARE, room)
        entry = element(parent, "g", transform=f"translate({x:g} {y:g})")
        draw_swatch(entry, shade, _SWATCH, theme)
        element(entry, "text", text, x=_SWATCH + _PAD, y=13, font_size=_SIZE, fill=theme.text)
        x = after
    if any(len(shading.parts((arn,))) > 1 for arn in shading.inside) or any(
        len(shading.parts(arns)) > 1 for arns in drawing.members.values()
    ):
        x, y, _ = _place(x, y, width(SHARES, _SIZE) * _SPARE, room)
        element(parent, "text", SHARES, x=x, y=y + 13, font_size=_SIZE, fill=theme.muted)
    return y + _ROW


def _draw_type(entry: Element, kind: Kind, text: str, theme: Theme, *, has_colour: bool) -> None:
    """Draw a type. Under a lens its glyph stands alone: the colours of cards are those of the lens."""
    colour = kind.colour if has_colour else "none"
    frame = {} if has_colour else {"stroke": theme.line}
    element(entry, "rect", width=_SWATCH, height=_SWATCH, rx=4, fill=colour, **frame)
    draw_glyph(entry, kind, 3, 3, _SWATCH - 6, ON_COLOUR if has_colour else theme.muted)
    element(entry, "text", text, x=_SWATCH + _PAD, y=13, font_size=_SIZE, fill=theme.text)


def _draw_line(entry: Element, dash: Dash, words: str, theme: Theme) -> None:
    look: dict[str, str | float] = {"stroke_dasharray": " ".join(map(str, dash))} if dash else {}
    if dash == PASS:
        look["stroke_linecap"] = "round"
    element(entry, "path", d=f"M0 9h{_STROKE}", stroke=theme.muted, stroke_width=1.5, **look)
    element(entry, "text", words, x=_STROKE + _PAD, y=13, font_size=_SIZE, fill=theme.muted)
