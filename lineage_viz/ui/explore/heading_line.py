"""The line above a picture: its title, and the controls that change it or take it away."""

from urllib.parse import parse_qs, urlencode

import streamlit as st

from lineage_viz.errors import StoreUnavailable
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.heading import heading
from lineage_viz.picture.link import parameters, parse
from lineage_viz.picture.scene import Scene
from lineage_viz.store.base import Store
from lineage_viz.title import title_of_model
from lineage_viz.ui.explore.controls import depths, undo_buttons
from lineage_viz.ui.explore.filter_menu import filter_menu
from lineage_viz.ui.explore.state import go
from lineage_viz.ui.explore.takeaway import take_away
from lineage_viz.ui.explore.view_menu import view_menu
from lineage_viz.ui.saved_menu import saved_menu
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import unavailable_shown
from lineage_viz.words import plain, plain_id


def heading_line(store: Store, address: Address, wanted: Address, scene: Scene) -> None:
    """Show the title of the picture at `address`, and controls with the state of the `wanted` address."""
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(literal(_title(store, address, scene)), anchor=False)
        undo_buttons()
        depths(wanted)
        if address.mode is not Mode.OVERVIEW:
            filter_menu(wanted, scene.view)
        view_menu(wanted, scene)
        saved_menu(urlencode(parameters(wanted), doseq=True), lambda query: go(parse(parse_qs(query))))
        with unavailable_shown("files"):
            take_away(store, address, scene)


def _title(store: Store, address: Address, scene: Scene) -> str:
    """Return the title of the picture; that of its focus while the store does not answer."""
    try:
        return heading(store, address)
    except StoreUnavailable:
        focus = next((each for each in scene.traced.entities if each.arn == address.focus), None)
        return plain(title_of_model(focus), 80) if focus else plain_id(address.focus, 80)
