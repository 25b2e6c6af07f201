"""vis-network and the picture's own scripts, put on `window` by a component that never changes.

Streamlit sends a component's whole script with every change of its data; this one has no data, so its 0.5 MB reach
a browser once.
"""

import streamlit as st

from lineage_viz.picture.scripts import canvas, vis_network

_ANNOUNCED = "\nwindow.dispatchEvent(new Event('lineage-viz:library'));\nexport default () => {};\n"

_library = st.components.v2.component("lineage_viz.library", js=vis_network() + canvas() + _ANNOUNCED)


def library() -> None:
    """Mount the scripts; once per page, before the first picture."""
    _library(key="lineage_viz.library", height=1)
