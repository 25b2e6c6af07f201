"""The component that puts vis-network and the scripts of the picture on `window`.

Streamlit sends the whole script of a component with every change of its data. This one has no data, so its 0.5 MB
are sent to a browser once.
"""

import streamlit as st

from lineage_viz.picture.scripts import canvas, vis_network

_ANNOUNCED = "\nwindow.dispatchEvent(new Event('lineage-viz:library'));\nexport default () => {};\n"

_library = st.components.v2.component("lineage_viz.library", js=vis_network() + canvas() + _ANNOUNCED)


def picture_library() -> None:
    """Mount the scripts, once on a page with pictures; early, as a browser takes long to read them."""
    _library(key="lineage_viz.library", height=1)
