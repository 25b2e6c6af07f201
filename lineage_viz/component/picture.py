"""The picture of a subgraph: a payload goes in, a selection comes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from lineage_viz.component.assets import component
from lineage_viz.component.deck import send
from lineage_viz.component.library import library
from lineage_viz.picture.deck import Deck
from lineage_viz.picture.scripts import CANVAS

_graph = component("graph", "entry.js", CANVAS)

ACTIONS = frozenset(
    {
        "select",
        "focus",
        "toggle",
        "association",
        "only",
        "more",
        "expand",
        "collapse",
        "open",
        "close",
        "remove",
        "alone",
        "path-start",
        "path-end",
        "common",
        "overview",
        "undo",
        "redo",
    }
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a person did in the picture.

    `action` is one of ACTIONS; `arn` is the card's, or a stack's id (empty: the selection was cleared); `label`
    and `type` are the type's where one was toggled, `type` alone that of an association; `sides` are those
    expanded or collapsed, parted by a blank; `selected` is the card that is selected meanwhile.
    """

    action: str
    arn: str = ""
    label: str = ""
    type: str = ""
    sides: str = ""
    selected: str = ""


def lineage_graph(
    payload: Mapping[str, object],
    deck: Deck,
    *,
    key: str,
    on_selection: Callable[[Selection], None],
) -> None:
    """Draw a payload of `render`, in place: with the same key nothing remounts, and pan and zoom survive.

    `deck` has the cards of all entities that the payload may show.
    `on_selection` is called before the page runs again.
    """
    library()
    send(deck, key=key)

    def report() -> None:
        selection = _selection(st.session_state[key].get("action"))
        if selection:
            on_selection(selection)

    _graph(key=key, data=deck.packed(payload), on_action_change=report)


def _selection(event: object) -> Selection | None:
    """The browser's message as a value; whatever else it may be is ignored."""
    if not isinstance(event, Mapping) or event.get("action") not in ACTIONS:
        return None
    return Selection(
        **{
            name: str(event.get(name) or "")
            for name in ("action", "arn", "label", "type", "sides", "selected")
        }
    )
