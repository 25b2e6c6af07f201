"""The history of the browser: "Back" leads to the view before the last action."""

import streamlit as st

from lineage_viz.component.assets import component

_history = component("history")


def tidy_history() -> None:
    """Mount on every page: one action of a person then adds at most one entry to the history."""
    with st.container(key="history"):
        _history(key="browser history", height=1)
