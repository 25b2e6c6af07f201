"""The picture component: it takes a payload and reports selections."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Protocol

import streamlit as st

from lineage_viz.component.assets import component
from lineage_viz.component.deck import send
from lineage_viz.component.selection import NOTHING_RECEIVED, Selection, new_selections
from lineage_viz.picture.deck import Deck
from lineage_viz.picture.scripts import CANVAS

_graph = component("graph", "entry.js", CANVAS)


class SelectionListener(Protocol):
    """A function that is called with one selection, or, after the server was busy, with several in their order."""

    def __call__(self, *selections: Selection) -> None:
        """Carry out the selections."""


def lineage_graph(
    payload: Mapping[str, object], deck: Deck, *, key: str, on_selection: SelectionListener
) -> None:
    """Draw a payload of `render` in place: with the same key nothing is mounted again, and pan and zoom stay.

    The page mounts `picture_library`, too. `deck` has the cards of all entities that the payload may show.
    `on_selection` is called before the page runs again.
    """
    send(deck, key=key)
    state = f"{key} received"

    def report() -> None:
        message = st.session_state[key].get("action")
        selections, st.session_state[state] = new_selections(
            message, st.session_state.get(state, NOTHING_RECEIVED)
        )
        if selections:
            on_selection(*selections)

    received = asdict(st.session_state.get(state, NOTHING_RECEIVED))
    _graph(key=key, data=deck.packed(payload) | {"received": received}, on_action_change=report)
