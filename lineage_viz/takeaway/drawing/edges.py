"""Associations as lines: they leave a card on the right and arrive on the left, as in the browser."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lineage_viz.layout import CARD_WIDTH, Position
from lineage_viz.model import Subgraph
from lineage_viz.style import line_of
from lineage_viz.takeaway.drawing.ink import Element, Ink, element
from lineage_viz.words import plain

Ends = tuple[str, str]
Dash = tuple[int, ...]

FEW = 1_000
"""Above this, faint, straight and without arrowheads; the browser draws them so, and viewers stay quick."""

_CALM = 150
"""Up to this at full strength; the more, the fainter each."""

_ARROW = 7
_ARROWHEAD = "lineage-arrow"


@dataclass(frozen=True, slots=True)
class Stroke:
    """All associations from one entity to another, as one line."""

    words: str
    dash: Dash


def strokes(subgraph: Subgraph) -> dict[Ends, Stroke]:
    """One line for each two cards; a solid one where any of its associations is solid."""
    types: dict[Ends, set[str]] = defaultdict(set)
    for association in subgraph.associations:
        types[association.source, association.destination].add(association.type)
    merged = {}
    for ends, found in types.items():
        lines = [line_of(type_) for type_ in sorted(found)]
        dash = min((line.dash for line in lines), key=lambda dash: (bool(dash), dash))
        merged[ends] = Stroke(", ".join(plain(line.words, 60) for line in lines), dash)
    return merged


def define_arrowhead(definitions: Element, ink: Ink) -> None:
    """The tip of every line; it points to the right, as every line arrives."""
    size = {"markerWidth": _ARROW, "markerHeight": _ARROW, "refY": _ARROW / 2}
    marker = element(definitions, "marker", id=_ARROWHEAD, markerUnits="userSpaceOnUse", **size)
    element(marker, "path", d=f"M{_ARROW} {_ARROW / 2}L0 0V{_ARROW}z", fill=ink.edge)


def draw_edges(parent: Element, subgraph: Subgraph, positions: Mapping[str, Position], ink: Ink) -> None:
    """All associations, grouped by how they are dashed."""
    merged = strokes(subgraph)
    few = len(merged) <= FEW
    opacity = max(0.3, min(1, _CALM / max(1, len(merged)))) if few else 0.25
    layer = element(parent, "g", class_="associations", fill="none", stroke=ink.edge, stroke_width=1.2)
    groups: dict[Dash, Element] = {}
    for (source, destination), stroke in merged.items():
        dash = stroke.dash if few else ()
        if dash not in groups:
            groups[dash] = _group(layer, dash, opacity, arrowheads=few)
        start, end = positions[source], positions[destination]
        path = element(groups[dash], "path", d=_curve(start, end) if few else _straight(start, end))
        if few:
            element(path, "title", stroke.words)


def _group(layer: Element, dash: Dash, opacity: float, *, arrowheads: bool) -> Element:
    look: dict[str, str | float] = {"stroke_dasharray": " ".join(map(str, dash))} if dash else {}
    if arrowheads:
        look["marker_end"] = f"url(#{_ARROWHEAD})"
    # On each line and not on the group: where lines cross, each one is to show.
    return element(layer, "g", stroke_opacity=round(opacity, 2), **look)


def _curve(start: Position, end: Position) -> str:
    x1, x2 = start.x + CARD_WIDTH / 2, end.x - CARD_WIDTH / 2
    reach = max(30, min(abs(x2 - x1) / 2, 220))
    return f"M{x1:g} {start.y}C{x1 + reach:g} {start.y} {x2 - reach:g} {end.y} {x2 - _ARROW:g} {end.y}"


def _straight(start: Position, end: Position) -> str:
    return f"M{start.x + CARD_WIDTH // 2} {start.y}L{end.x - CARD_WIDTH // 2} {end.y}"
