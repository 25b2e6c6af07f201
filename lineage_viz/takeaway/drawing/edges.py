"""Associations as lines: a line leaves a card on its downstream side and arrives at the upstream side of another."""

from collections.abc import Mapping
from itertools import pairwise

from lineage_viz.picture.lines import PASS, Dash, Ends, Stroke, strokes
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.drawing.ink import Element, Ink, element
from lineage_viz.takeaway.drawing.route import ARROW, route

FEW = 1_000
"""More lines than this are faint, straight and without arrowheads, as in the browser, so that viewers stay quick."""

_CALM = 150
"""Up to this many lines have full strength. More lines are fainter."""

_FAINT, _BEHIND, _PALE = 0.25, 0.4, 0.7


def define_arrowheads(definitions: Element, ink: Ink) -> None:
    """Define the arrowheads, one for each colour of lines."""
    size = {"markerWidth": ARROW, "markerHeight": ARROW, "refY": ARROW / 2}
    for name, colour in (("arrow", ink.edge), ("path", ink.accent), ("pass", ink.muted)):
        marker = element(
            definitions, "marker", id=f"lineage-{name}", markerUnits="userSpaceOnUse", orient="auto", **size
        )
        element(marker, "path", d=f"M{ARROW} {ARROW / 2}L0 0V{ARROW}z", fill=colour)


def draw_edges(parent: Element, drawing: Drawing, ink: Ink) -> None:
    """Draw all associations, grouped by their dashes, with the highlighted path on top."""
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
    """Draw the paths through filtered-out entities."""
    lines = {(a, b): Stroke(f"through {through:,} filtered out", PASS) for a, b, through in drawing.passes}
    if lines:
        look: dict[str, str | float] = {"stroke": ink.muted, "stroke_width": 1.6, "stroke_linecap": "round"}
        layer = element(parent, "g", class_="passes", fill="none", **look)
        _draw_lines(layer, lines, drawing, _PALE, "pass")


def _draw_lines(
    parent: Element, lines: Mapping[Ends, Stroke], drawing: Drawing, opacity: float, tip: str
) -> None:
    """Draw lines: with a `tip` as curves with their words, without one as the faint lines of a large picture."""
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
    # The opacity is set on each line, not on the group, so that crossing lines both show.
    return element(parent, "g", stroke_opacity=round(opacity, 2), **look)
