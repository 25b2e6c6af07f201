"""Explore: find an entity, see where it came from and what depends on it, read its details."""

from dataclasses import replace

import streamlit as st

from lineage_viz.component import lineage_graph
from lineage_viz.errors import EntityNotFound
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.address import Address
from lineage_viz.ui.controls import depth, nothing_loaded, panel, search, snapshot, steps, view_options
from lineage_viz.ui.explorer import scene, starting_point
from lineage_viz.ui.frame import errors_shown, frame
from lineage_viz.ui.source import current_store
from lineage_viz.ui.state import current_address, go, last_choice, react, select, selected
from lineage_viz.ui.table import entity_table
from lineage_viz.ui.takeaway import take_away
from lineage_viz.ui.text import literal


def explore(store: Store, address: Address) -> None:
    """The lineage of the focus: picture, details, table."""
    found = scene(store, address)
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(literal(title(store.get(address.focus))), anchor=False)
        steps()
        depth("upstream", address.up, lambda hops: go(replace(address, up=hops)))
        depth("downstream", address.down, lambda hops: go(replace(address, down=hops)))
        view_options(address)
        take_away(store, address, found)
    picture, details = st.columns([0.75, 0.25])
    arn = selected(found.view)
    with picture:
        lineage_graph(
            {**found.payload, "select": last_choice()},
            key="lineage",
            on_selection=lambda selection: react(address, found.view, selection),
        )
    with details:
        panel(store, address, arn or address.focus)
    st.header("Table", anchor=False)
    shown = found.view.shown
    entity_table(shown.entities, key="table", on_choose=select, selected=arn, hops=shown.hops)


def not_found(error: EntityNotFound) -> None:
    """A link to what is not loaded: say so, leave the search, offer a way on."""
    st.title("Not found", anchor=False)
    st.warning(literal(str(error), 1_000), icon=":material/search_off:")
    st.button("Show the newest model", on_click=go, args=(Address(),))


frame("Explore")
with errors_shown():
    store = current_store()
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        search(store)
        snapshot(store)
    address = current_address()
    if not address.focus:
        address = replace(address, focus=starting_point(store))
    if not address.focus:
        st.title("Explore", anchor=False)
        nothing_loaded()
    else:
        try:
            explore(store, address)
        except EntityNotFound as error:
            not_found(error)
