"""The picture component: it takes a payload and returns a selection."""

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
    """An action of a person in the picture.

    `action` is one of ACTIONS. `arn` is the ARN of a card or the id of a stack; empty when the selection was cleared.
    `label` and `type` name a toggled type, `type` alone a toggled association. `sides` are the expanded or collapsed
    sides, separated by a space. `selected` is the selected card at that time.
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
    """Draw a payload of `render` in place: with the same key nothing is mounted again, and pan and zoom stay.

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
    """The message of the browser as a value; None when it is not a known action."""
    if not isinstance(event, Mapping) or event.get("action") not in ACTIONS:
        return None
    return Selection(
        **{
            name: str(event.get(name) or "")
            for name in ("action", "arn", "label", "type", "sides", "selected")
        }
    )
