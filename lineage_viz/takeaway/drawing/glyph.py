"""The glyph of a kind."""

from lineage_viz.geometry import GLYPH
from lineage_viz.style import Kind
from lineage_viz.takeaway.drawing.element import Element, element
from lineage_viz.theme import ON_COLOUR


def draw_glyph(parent: Element, kind: Kind, x: float, y: float, size: float, ink: str = ON_COLOUR) -> None:
    """Draw the glyph of a kind on its colour."""
    element(
        parent, "path", d=kind.glyph, transform=f"translate({x:g} {y:g}) scale({size / GLYPH.box:g})", fill="none",
        stroke=ink, stroke_width=GLYPH.stroke, stroke_linecap="round", stroke_linejoin="round",
    )  # fmt: skip
