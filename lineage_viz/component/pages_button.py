"""The name of the button that opens the list of pages in a narrow window."""

import streamlit as st

from lineage_viz.component.assets import component

_pages_button = component("pages_button")


def name_pages_button() -> None:
    """Mount on every page: the button then has the name that it shows."""
    with st.container(key="pages-button"):
        _pages_button(key="pages button", height=1)
