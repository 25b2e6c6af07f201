"""The Streamlit components (v2): they take plain dictionaries and return small values."""

from lineage_viz.component.facts import facts
from lineage_viz.component.history import tidy_history
from lineage_viz.component.library import picture_library
from lineage_viz.component.pages_button import name_pages_button
from lineage_viz.component.picture import lineage_graph
from lineage_viz.component.png import download_png
from lineage_viz.component.search_box import Suggestions, search_box
from lineage_viz.component.selection import Selection
from lineage_viz.component.way_back import go_back, keep_way

__all__ = [
    "Selection",
    "Suggestions",
    "download_png",
    "facts",
    "go_back",
    "keep_way",
    "lineage_graph",
    "name_pages_button",
    "picture_library",
    "search_box",
    "tidy_history",
]
