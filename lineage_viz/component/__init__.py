"""Streamlit components (v2) of this product: plain dictionaries go in, small values come out."""

from lineage_viz.component.facts import facts
from lineage_viz.component.picture import Selection, lineage_graph
from lineage_viz.component.png import download_png
from lineage_viz.component.search_box import Suggestions, search_box
from lineage_viz.component.way_back import go_back, keep_way

__all__ = [
    "Selection",
    "Suggestions",
    "download_png",
    "facts",
    "go_back",
    "keep_way",
    "lineage_graph",
    "search_box",
]
