"""The whole view as one standalone SVG that looks like the picture, with its legend and caption below.

Nothing is fetched and nothing runs: no fonts, scripts, styles or links, and all text is text.
"""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from lineage_viz.layout import CARD_HEIGHT, CARD_WIDTH, Position
from lineage_viz.model import Subgraph
from lineage_viz.style import kind_of
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.card import define_card, draw_card
from lineage_viz.takeaway.drawing.edges import define_arrowhead, draw_edges
from lineage_viz.takeaway.drawing.ink import DARK, FONT, LIGHT, Element, Ink, element
from lineage_viz.takeaway.drawing.legend import draw_caption, draw_legend

_MARGIN = 28
_MIN_ROOM = 680
"""Below this the caption would be a column of single words."""

_MAX_ROOM = 1_400
"""Above this its lines would be too long to read."""

_MAX_SIDE = 8_192
"""Larger pictures keep all their detail, but ask for no more than a browser can turn into a PNG."""


def svg(
    subgraph: Subgraph, positions: Mapping[str, Position], caption: Caption, *, dark: bool = False
) -> str:
    """The picture of all entities and associations of a subgraph, whatever part of it a window shows."""
    ink = DARK if dark else LIGHT
    left, top, wide, high = _box([positions[entity.arn] for entity in subgraph.entities])
    room = max(wide, _MIN_ROOM)
    root = _root(caption, ink)
    background = element(root, "rect", fill=ink.background)
    _draw_picture(element(root, "g"), subgraph, positions, ink)
    below = element(root, "g", transform=f"translate({left:g} {top + high + _MARGIN:g})")
    reading = min(room, _MAX_ROOM)
    down = draw_legend(below, subgraph, reading, ink) + _MARGIN / 2
    down += draw_caption(element(below, "g", transform=f"translate(0 {down:g})"), caption, reading, ink)
    outer = (left - _MARGIN, top - _MARGIN, room + 2 * _MARGIN, high + down + 3 * _MARGIN)
    _frame(root, background, outer)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def _root(caption: Caption, ink: Ink) -> Element:
    # ElementTree spells prefixes out for every element of a namespace; plain names keep the file small.
    root: Element = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
    root.set("xmlns:xlink", "http://www.w3.org/1999/xlink")
    root.set("font-family", FONT)
    lines = caption.lines()
    element(root, "title", lines[0][1] if lines else "Lineage")
    element(root, "desc", "\n".join(f"{name}: {value}" for name, value in lines[1:]))
    root.set("style", f"background:{ink.background}")
    return root


def _draw_picture(parent: Element, subgraph: Subgraph, positions: Mapping[str, Position], ink: Ink) -> None:
    definitions = element(parent, "defs")
    define_arrowhead(definitions, ink)
    kinds = {kind_of(entity.label, entity.type): None for entity in subgraph.entities}
    for kind in kinds:
        define_card(definitions, kind, ink)
    draw_edges(parent, subgraph, positions, ink)
    focus = frozenset(subgraph.focus)
    for entity in subgraph.entities:
        draw_card(parent, entity, positions[entity.arn], ink, focus=entity.arn in focus)


def _box(centres: list[Position]) -> tuple[float, float, float, float]:
    """Left, top, width and height of all cards together."""
    if not centres:
        return 0, 0, 0, 0
    left, right = min(at.x for at in centres), max(at.x for at in centres)
    top, bottom = min(at.y for at in centres), max(at.y for at in centres)
    corner = left - CARD_WIDTH / 2, top - CARD_HEIGHT / 2
    return *corner, right - left + CARD_WIDTH, bottom - top + CARD_HEIGHT


def _frame(root: Element, background: Element, outer: tuple[float, float, float, float]) -> None:
    left, top, wide, high = outer
    for name, value in (("x", left), ("y", top), ("width", wide), ("height", high)):
        background.set(name, f"{value:g}")
    scale = min(1, _MAX_SIDE / max(wide, high))
    root.set("width", f"{wide * scale:.0f}")
    root.set("height", f"{high * scale:.0f}")
    root.set("viewBox", f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}")
