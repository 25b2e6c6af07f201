"""The search for a model: packages, model files and endpoints only."""

import streamlit as st

from lineage_viz.audit.subject import SUBJECTS
from lineage_viz.component import search_box
from lineage_viz.store.base import Store
from lineage_viz.ui.audit.place import open_review
from lineage_viz.ui.explore.suggesting import suggestions
from lineage_viz.ui.trouble import watch_if_down

_WORDS = {
    "label": "Search a model or endpoint",
    "hint": "Search: model package, model file, endpoint, ARN, S3 URI …",
}


@st.fragment
def finder(store: Store) -> None:
    """Show the search box. Typing runs only this fragment; a choice runs the whole page."""
    chosen = search_box(
        lambda text: suggestions(store, text, SUBJECTS),
        key="search model",
        words=_WORDS,
    )
    watch_if_down(store)
    if chosen:
        open_review(chosen)
        st.rerun()
