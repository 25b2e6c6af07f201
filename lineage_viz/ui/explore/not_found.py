"""A link to an entity that is not loaded: the page says so, keeps the search, and offers the newest model."""

import streamlit as st

from lineage_viz.errors import EntityNotFound
from lineage_viz.picture.address import Address
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.first_answers import starting_point
from lineage_viz.ui.explore.state import go
from lineage_viz.ui.not_loaded import nothing_loaded
from lineage_viz.ui.text import literal


def not_found(store: Store, error: EntityNotFound) -> None:
    """Shown in the place of the picture. An empty store is told as such."""
    if not store.snapshots and not starting_point(store):
        nothing_loaded(store)
        return
    st.title("Not found", anchor=False)
    st.warning(literal(str(error), 1_000), icon=":material/search_off:")
    st.button("Show the newest model", on_click=go, args=(Address(),))
