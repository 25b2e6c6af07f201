"""Associations as lines: a line leaves a card on its downstream side and arrives at the upstream side of another."""

from collections.abc import Mapping
from itertools import pairwise

from lineage_viz.geometry import CROWD, CURVE
from lineage_viz.layout import Lane, lanes
from lineage_viz.picture.lines import Ends, Stroke, strokes
from lineage_viz.style import PASS, Dash
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.drawing.element import Element, element
from lineage_viz.takeaway.drawing.route import route
from lineage_viz.theme import Theme

_BEHIND = 0.4
"""The opacity of other lines when a path is highlighted."""


def define_arrowheads(definitions: Element, theme: Theme) -> None:
    """Define the arrowheads, one for each colour of lines."""
    arrow = CURVE.arrow
    size = {"markerWidth": arrow, "markerHeight": arrow, "refY": arrow / 2}
    for name, colour in (("arrow", theme.edge), ("path", theme.accent)):
        marker = element(
            definitions, "marker", id=f"lineage-{name}", markerUnits="userSpaceOnUse", orient="auto",
            overflow="visible", **size,
        )  # fmt: skip
        element(marker, "path", d=f"M{arrow} {arrow / 2}L0 0V{arrow}z", fill=colour)


def draw_edges(parent: Element, drawing: Drawing, theme: Theme) -> None:
    """Draw all associations, grouped by their dashes, with the highlighted path on top."""
    merged = strokes(drawing.subgraph)
    steps = {*pairwise(drawing.path)}
    path = {ends: stroke for ends, stroke in merged.items() if ends in steps or ends[::-1] in steps}
    others = {ends: stroke for ends, stroke in merged.items() if ends not in path}
    opacity, tip = _strength(len(merged) + len(drawing.passes))
    layer = element(
        parent, "g", class_="associations", fill="none", stroke=theme.edge, stroke_width=CURVE.stroke
    )
    _draw_lines(layer, others, drawing, min(opacity, _BEHIND) if path else opacity, tip)
    if path:
        above = element(layer, "g", class_="path", stroke=theme.accent, stroke_width=2.4)
        _draw_lines(above, path, drawing, 1, "path")


def draw_passes(parent: Element, drawing: Drawing, theme: Theme) -> None:
    """Draw the paths through filtered-out entities."""
    lines = {(a, b): Stroke(f"through {through:,} filtered out", PASS) for a, b, through in drawing.passes}
    if lines:
        look: dict[str, str | float] = {"stroke": theme.edge, "stroke_width": CURVE.stroke}
        layer = element(parent, "g", class_="passes", fill="none", stroke_linecap="round", **look)
        _draw_lines(layer, lines, drawing, *_strength(len(strokes(drawing.subgraph)) + len(lines)))


def _strength(lines: int) -> tuple[float, str]:
    """Return the opacity and the tip of each line in a picture with this number of lines; large ones have no tip."""
    if lines > CROWD.few:
        return CROWD.faint, ""
    return max(CROWD.least, min(1, CROWD.calm / max(1, lines))), "arrow"


def _draw_lines(
    parent: Element, lines: Mapping[Ends, Stroke], drawing: Drawing, opacity: float, tip: str
) -> None:
    """Draw lines: with a `tip` as curves with their words, without one as the faint lines of a large picture."""
    groups: dict[Dash, Element] = {}
    ways = _ways(drawing) if tip else {}
    for (source, destination), stroke in lines.items():
        dash = stroke.dash if tip else ()
        if dash not in groups:
            groups[dash] = _group(parent, dash, opacity, tip)
        way = route(
            drawing.positions[source],
            drawing.positions[destination],
            drawing.arrangement,
            drawing.gutters,
            ways.get((source, destination), ()),
        )
        path = element(groups[dash], "path", d=way.curve() if tip else way.straight())
        if tip:
            element(path, "title", stroke.words)


def _ways(drawing: Drawing) -> Mapping[Ends, tuple[Lane, ...]]:
    """Return the lanes of all lines: those of one gap stand beside each other, so they are found together."""
    ends = (*strokes(drawing.subgraph), *((a, b) for a, b, _ in drawing.passes))
    return lanes(ends, drawing.positions, drawing.arrangement, drawing.gutters)


def _group(parent: Element, dash: Dash, opacity: float, tip: str) -> Element:
    look: dict[str, str | float] = {"stroke_dasharray": " ".join(map(str, dash))} if dash else {}
    if tip:
        look["marker_end"] = f"url(#lineage-{tip})"
    # The opacity is set on each line, not on the group, so that crossing lines both show.
    return element(parent, "g", stroke_opacity=round(opacity, 2), **look)
