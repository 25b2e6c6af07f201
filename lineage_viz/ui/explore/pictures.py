"""The cache of pictures that all visitors share."""

import streamlit as st

from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.explore.first_answers import starting_point

_ANSWERS = 256


@st.cache_resource(show_spinner=False)
def pictures() -> PictureCache:
    """The cache of this process."""
    return PictureCache()


@st.cache_resource(show_spinner=False)
def answers() -> Memory:
    """The answers about single entities that the panel needs again at the next click on something else."""
    return Memory(_ANSWERS)


def make_first(store: Store) -> None:
    """Put the picture into the cache that a visit without a link begins with. Raises EntityNotFound."""
    if focus := starting_point(store):
        scene(store, Address(focus=focus), pictures())
