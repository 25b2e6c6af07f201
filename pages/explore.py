"""Explore: find an entity, see where it came from and what depends on it, read its details."""

from dataclasses import replace

import streamlit as st

from lineage_viz.component import lineage_graph
from lineage_viz.errors import EntityNotFound
from lineage_viz.store.base import Store
from lineage_viz.ui.address import Address, Mode
from lineage_viz.ui.below import below
from lineage_viz.ui.controls import depths, not_whole, nothing_loaded, search, snapshot, steps
from lineage_viz.ui.explorer import starting_point
from lineage_viz.ui.filter_menu import filter_menu
from lineage_viz.ui.frame import frame
from lineage_viz.ui.heading import heading
from lineage_viz.ui.pair_view import pair_controls
from lineage_viz.ui.panel import panel
from lineage_viz.ui.saved_menu import saved_menu
from lineage_viz.ui.showing import showing
from lineage_viz.ui.source import current_store
from lineage_viz.ui.state import current_address, go, last_choice, looked_up, react, selected, start_at
from lineage_viz.ui.takeaway import take_away
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import errors_shown, part
from lineage_viz.ui.view_menu import view_menu


def explore(store: Store, wanted: Address) -> None:
    """The lineage of the focus: picture, details, tables. The controls show what is asked for, drawn or not."""
    with st.container(key="trouble"):
        address, found = showing(store, wanted)
        not_whole(store)
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(literal(heading(store, address)), anchor=False)
        steps()
        depths(wanted)
        if address.mode is not Mode.OVERVIEW:
            filter_menu(wanted, found.view)
        view_menu(wanted, found.days)
        saved_menu(wanted)
        with part("files"):
            take_away(store, address, found)
    # Always there: what comes and goes above the picture would mount it anew.
    with st.container(key="pair"), part("pair"):
        pair_controls(store, address)
    with st.container(key="sides"):
        picture, details = st.columns([0.75, 0.25])
    arn = selected(found)
    with picture:
        lineage_graph(
            {**found.payload, "select": last_choice()},
            found.deck,
            key="lineage",
            on_selection=lambda *selections: react(address, found, *selections),
        )
    with details:
        _, row = looked_up()
        panel(store, address, found, arn or row or address.focus)
    if address.mode is not Mode.OVERVIEW:
        below(store, address, found, arn)


def not_found(store: Store, error: EntityNotFound) -> None:
    """A link to what is not loaded: say so, leave the search, offer a way on."""
    if not store.snapshots and not starting_point(store):
        nothing_loaded(store)
        return
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
        start_at(address)
    if not address.focus:
        st.title("Explore", anchor=False)
        nothing_loaded(store)
    else:
        try:
            explore(store, address)
        except EntityNotFound as error:
            not_found(store, error)
