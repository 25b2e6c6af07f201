"""What is drawn: the picture of the address, or the last one that could be had."""

import streamlit as st

from lineage_viz.errors import StoreUnavailable
from lineage_viz.picture.address import Address
from lineage_viz.picture.scene import Scene, scene
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.pictures import pictures
from lineage_viz.ui.trouble import unavailable

_DRAWN = "drawn"


def showing(store: Store, address: Address) -> tuple[Address, Scene]:
    """The picture, and the address it is of. Raises EntityNotFound, and StoreUnavailable where none is left.

    When the store stops answering in the middle of a visit, what was drawn before stays, and says so.
    """
    try:
        found = scene(store, address, pictures())
    except StoreUnavailable as error:
        last: Address | None = st.session_state.get(_DRAWN)
        if last is None:
            raise
        address, found = last, scene(store, last, pictures())
        unavailable(error, "picture", "The picture stays as it was.")
    st.session_state[_DRAWN] = address
    return address, found
