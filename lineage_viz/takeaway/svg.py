"""The whole view as one standalone SVG that looks like the picture, with the legend and the caption below.

The file fetches nothing and runs nothing: it has no fonts, scripts, styles or links, and all text is text.
"""

from xml.etree import ElementTree as ET

from lineage_viz.geometry import CARD
from lineage_viz.layout import Box
from lineage_viz.picture.data_roles import data_roles
from lineage_viz.style import kind_of
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.card import define_card, draw_card
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.drawing.edges import define_arrowheads, draw_edges, draw_passes
from lineage_viz.takeaway.drawing.element import FONT, Element, element
from lineage_viz.takeaway.drawing.frames import axis_room, draw_axis, draw_frames
from lineage_viz.takeaway.drawing.legend import draw_caption, draw_legend
from lineage_viz.theme import DARK, LIGHT, Theme

_MARGIN = 28
_MIN_ROOM = 680
"""The smallest width in pixels. A narrower caption would be a column of single words."""

_MAX_ROOM = 1_400
"""The largest width of the caption in pixels. Longer lines would be hard to read."""

_MAX_SIDE = 8_192
"""The largest side in pixels; a browser cannot make a larger PNG. A larger picture is scaled and keeps its detail."""


def svg(drawing: Drawing, caption: Caption, *, dark: bool = False) -> str:
    """Return the whole picture as SVG, not only the part that a window shows."""
    theme = DARK if dark else LIGHT
    box = _box(drawing)
    left, top = box.x - box.width / 2, box.y - box.height / 2
    room = max(box.width, _MIN_ROOM)
    root = _root(caption, theme)
    background = element(root, "rect", fill=theme.background)
    _draw_picture(element(root, "g"), drawing, box, theme)
    below = element(root, "g", transform=f"translate({left:g} {top + box.height + _MARGIN:g})")
    reading = min(room, _MAX_ROOM)
    down = draw_legend(below, drawing, reading, theme) + _MARGIN / 2
    down += draw_caption(element(below, "g", transform=f"translate(0 {down:g})"), caption, reading, theme)
    above = _MARGIN + axis_room(drawing, box)
    _frame(
        root,
        background,
        (left - _MARGIN, top - above, room + 2 * _MARGIN, box.height + down + 2 * _MARGIN + above),
    )
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def _root(caption: Caption, theme: Theme) -> Element:
    # ElementTree would write a prefix for every element of a namespace. Plain names keep the file small.
    root: Element = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
    root.set("xmlns:xlink", "http://www.w3.org/1999/xlink")
    root.set("font-family", FONT)
    lines = caption.lines()
    element(root, "title", lines[0][1] if lines else "Lineage")
    element(root, "desc", "\n".join(f"{name}: {value}" for name, value in lines[1:]))
    root.set("style", f"background:{theme.background}")
    return root


def _draw_picture(parent: Element, drawing: Drawing, box: Box, theme: Theme) -> None:
    entities, path = drawing.subgraph.entities, frozenset(drawing.path)
    roles = data_roles(drawing.subgraph)
    definitions = element(parent, "defs")
    define_arrowheads(definitions, theme)
    kinds = {kind_of(entity.label, entity.type): None for entity in entities}
    for kind in kinds if not drawing.shading else ():
        define_card(definitions, kind, theme)
    draw_axis(parent, drawing, box, theme)
    draw_frames(parent, drawing, theme)
    draw_passes(parent, drawing, theme)
    draw_edges(parent, drawing, theme)
    for entity in entities:
        paint = drawing.paint_of(entity.arn, theme)
        colour = paint.colour if paint else kind_of(entity.label, entity.type).colour
        focus = colour if entity.arn in drawing.subgraph.focus else ""
        frame = theme.accent if entity.arn in path else focus
        fold = drawing.folds.get(entity.arn, 0)
        draw_card(
            parent,
            entity,
            drawing.positions[entity.arn],
            theme,
            frame,
            fold,
            drawing.names.get(entity.arn, ""),
            drawing.short.get(entity.arn, ""),
            drawing.badges.get(entity.arn, ()),
            roles.get(entity.arn, ""),
            paint,
            drawing.shading,
        )


def _box(drawing: Drawing) -> Box:
    """Return the box around all cards and frames."""
    cards = (drawing.positions[entity.arn] for entity in drawing.subgraph.entities)
    boxes = [Box(at.x, at.y, CARD.width, CARD.height) for at in cards]
    boxes += [box for _, box in drawing.frames]
    if not boxes:
        return Box(0, 0, 0, 0)
    left = min(box.x - box.width / 2 for box in boxes)
    right = max(box.x + box.width / 2 for box in boxes)
    top = min(box.y - box.height / 2 for box in boxes)
    bottom = max(box.y + box.height / 2 for box in boxes)
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def _frame(root: Element, background: Element, outer: tuple[float, float, float, float]) -> None:
    left, top, wide, high = outer
    for name, value in (("x", left), ("y", top), ("width", wide), ("height", high)):
        background.set(name, f"{value:g}")
    scale = min(1, _MAX_SIDE / max(wide, high))
    root.set("width", f"{wide * scale:.0f}")
    root.set("height", f"{high * scale:.0f}")
    root.set("viewBox", f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}")
