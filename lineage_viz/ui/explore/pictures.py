"""The cache of pictures that all visitors share."""

import streamlit as st

from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.first_answers import starting_point


@st.cache_resource(show_spinner=False)
def pictures() -> PictureCache:
    """The cache of this process."""
    return PictureCache()


def make_first(store: Store) -> None:
    """Put the picture into the cache that a visit without a link begins with. Raises EntityNotFound."""
    if focus := starting_point(store):
        scene(store, Address(focus=focus), pictures())
