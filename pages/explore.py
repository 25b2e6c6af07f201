"""The Explore page: find an entity, see its lineage and read its details."""

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from lineage_viz.component import lineage_graph, picture_library
from lineage_viz.errors import EntityNotFound, StoreUnavailable
from lineage_viz.picture.address import Address, Mode
from lineage_viz.store.base import Store
from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.explore.alarms import alarms
from lineage_viz.ui.explore.arrival import understood
from lineage_viz.ui.explore.controls import search
from lineage_viz.ui.explore.first_answers import starting_point
from lineage_viz.ui.explore.heading_line import heading_line
from lineage_viz.ui.explore.lists import list_below
from lineage_viz.ui.explore.not_found import not_found
from lineage_viz.ui.explore.pair_view import pair_controls
from lineage_viz.ui.explore.panel import panel
from lineage_viz.ui.explore.shown_scene import shown_scene
from lineage_viz.ui.explore.state import (
    current_address,
    last_choice,
    looked_up,
    react,
    selected,
    start_at,
    unknown_parts,
)
from lineage_viz.ui.frame import frame
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.not_loaded import not_whole, nothing_loaded
from lineage_viz.ui.snapshot_line import gaps_line, snapshot_line
from lineage_viz.ui.source import current_store
from lineage_viz.ui.trouble import errors_shown, unavailable_shown

if __name__ != "__main__":
    app = st.App(refuse_alone())


def explore(store: Store, wanted: Address) -> None:
    """Show the lineage of the focus: picture, details, tables. The controls show the wanted address, drawn or not."""
    with st.container(key="trouble"):
        wanted = understood(store, wanted)
        address, scene = shown_scene(store, wanted)
        with suppress(StoreUnavailable):  # the message about that stands here already
            not_whole(store)
    link_line(unknown_parts())
    heading_line(store, address, wanted, scene)
    # Always present: an element that appears above the picture would mount the picture again.
    with st.container(key="pair"), unavailable_shown("pair"):
        pair_controls(store, address)
    with st.container(key="sides"):
        picture, details = st.columns([0.75, 0.25])
    arn = selected(scene)
    with picture:
        lineage_graph(
            {**scene.payload, "select": last_choice(), **alarms(store, address, scene)},
            scene.deck,
            key="lineage",
            on_selection=lambda *selections: react(address, scene, *selections),
        )
    with details:
        _, row = looked_up()
        panel(store, address, scene, arn or row or address.focus)
    if address.mode is not Mode.OVERVIEW:
        list_below(store, address, scene, arn)


frame("Explore")
picture_library()  # the browser reads it while the store opens and the picture is made
with errors_shown():
    store = current_store()
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        search(store)
        snapshot_line(store)
    gaps_line(store)
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
            link_line(unknown_parts())
            not_found(store, error)
