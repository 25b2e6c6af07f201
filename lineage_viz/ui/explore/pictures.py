"""The cache of pictures that all visitors share."""

import streamlit as st

from lineage_viz.picture.cache import PictureCache


@st.cache_resource(show_spinner=False)
def pictures() -> PictureCache:
    """The cache of this process."""
    return PictureCache()
