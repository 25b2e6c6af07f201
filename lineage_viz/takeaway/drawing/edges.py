"""Associations as lines: they leave a card where the lineage runs to, and arrive where it comes from."""

from collections.abc import Mapping
from itertools import pairwise

from lineage_viz.picture.lines import PASS, Dash, Ends, Stroke, strokes
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.drawing.ink import Element, Ink, element
from lineage_viz.takeaway.drawing.route import ARROW, route

FEW = 1_000
"""Above this, faint, straight and without arrowheads; the browser draws them so, and viewers stay quick."""

_CALM = 150
"""Up to this at full strength; the more, the fainter each."""

_FAINT, _BEHIND, _PALE = 0.25, 0.4, 0.7


def define_arrowheads(definitions: Element, ink: Ink) -> None:
    """The tips of lines, each in the colour of its line."""
    size = {"markerWidth": ARROW, "markerHeight": ARROW, "refY": ARROW / 2}
    for name, colour in (("arrow", ink.edge), ("path", ink.accent), ("pass", ink.muted)):
        marker = element(
            definitions, "marker", id=f"lineage-{name}", markerUnits="userSpaceOnUse", orient="auto", **size
        )
        element(marker, "path", d=f"M{ARROW} {ARROW / 2}L0 0V{ARROW}z", fill=colour)


def draw_edges(parent: Element, drawing: Drawing, ink: Ink) -> None:
    """All associations, grouped by how they are dashed; those of the path above all others."""
    merged = strokes(drawing.subgraph)
    steps = {*pairwise(drawing.path)}
    path = {ends: stroke for ends, stroke in merged.items() if ends in steps or ends[::-1] in steps}
    others = {ends: stroke for ends, stroke in merged.items() if ends not in path}
    few = len(merged) <= FEW
    opacity = max(0.3, min(1, _CALM / max(1, len(merged)))) if few else _FAINT
    layer = element(parent, "g", class_="associations", fill="none", stroke=ink.edge, stroke_width=1.2)
    _draw_lines(layer, others, drawing, min(opacity, _BEHIND) if path else opacity, "arrow" if few else "")
    if path:
        above = element(layer, "g", class_="path", stroke=ink.accent, stroke_width=2.4)
        _draw_lines(above, path, drawing, 1, "path")


def draw_passes(parent: Element, drawing: Drawing, ink: Ink) -> None:
    """Lineages that run through what is filtered out."""
    lines = {(a, b): Stroke(f"through {through:,} filtered out", PASS) for a, b, through in drawing.passes}
    if lines:
        look: dict[str, str | float] = {"stroke": ink.muted, "stroke_width": 1.6, "stroke_linecap": "round"}
        layer = element(parent, "g", class_="passes", fill="none", **look)
        _draw_lines(layer, lines, drawing, _PALE, "pass")


def _draw_lines(
    parent: Element, lines: Mapping[Ends, Stroke], drawing: Drawing, opacity: float, tip: str
) -> None:
    """Lines with a tip are curves with their words; those without are the faint ones of a large picture."""
    groups: dict[Dash, Element] = {}
    for (source, destination), stroke in lines.items():
        dash = stroke.dash if tip else ()
        if dash not in groups:
            groups[dash] = _group(parent, dash, opacity, tip)
        way = route(drawing.positions[source], drawing.positions[destination], drawing.arrangement)
        path = element(groups[dash], "path", d=way.curve() if tip else way.straight())
        if tip:
            element(path, "title", stroke.words)


def _group(parent: Element, dash: Dash, opacity: float, tip: str) -> Element:
    look: dict[str, str | float] = {"stroke_dasharray": " ".join(map(str, dash))} if dash else {}
    if tip:
        look["marker_end"] = f"url(#lineage-{tip})"
    # On each line and not on the group: where lines cross, each one is to show.
    return element(parent, "g", stroke_opacity=round(opacity, 2), **look)
