"""Lenses: the colour of each card by one value of its entity, such as its status or its owner."""

from lineage_viz.lens.lens import WORDS, Lens
from lineage_viz.lens.shade import Shade
from lineage_viz.lens.shading import Part, Shading, overview_shading, shading

__all__ = ["WORDS", "Lens", "Part", "Shade", "Shading", "overview_shading", "shading"]
