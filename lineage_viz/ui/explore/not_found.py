"""The message for a link to an entity that is not loaded, with a button to the newest model."""

import streamlit as st

from lineage_viz.errors import EntityNotFound
from lineage_viz.picture.address import Address
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.first_answers import starting_point
from lineage_viz.ui.explore.state import go
from lineage_viz.ui.not_loaded import nothing_loaded
from lineage_viz.ui.text import literal


def not_found(store: Store, error: EntityNotFound) -> None:
    """Show the message in place of the picture; for an empty store, the message for that."""
    if not store.snapshots and not starting_point(store):
        nothing_loaded(store)
        return
    st.title("Not found", anchor=False)
    st.warning(literal(str(error), 1_000), icon=":material/search_off:")
    st.button("Show the newest model", on_click=go, args=(Address(),))
