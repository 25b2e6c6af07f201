"""The picture to draw: that of the address, or the last one while the store does not answer."""

import streamlit as st

from lineage_viz.errors import StoreUnavailable
from lineage_viz.picture.address import Address
from lineage_viz.picture.scene import Scene, kept_scene, scene
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.pictures import pictures
from lineage_viz.ui.trouble import unavailable

_DRAWN = "drawn"


def shown_scene(store: Store, address: Address) -> tuple[Address, Scene]:
    """The picture and its address. Raises EntityNotFound, and StoreUnavailable when there is no last picture.

    When the store stops answering during a visit, the last picture stays and a message says so.
    """
    try:
        drawn = scene(store, address, pictures())
        st.session_state[_DRAWN] = store.edition, address
    except StoreUnavailable as error:
        edition, last = st.session_state.get(_DRAWN, ("", address))
        kept = kept_scene(edition, last, pictures())
        if kept is None:
            raise
        address, drawn = last, kept
        unavailable(error, "picture", "The picture stays as it was.")
    return address, drawn
