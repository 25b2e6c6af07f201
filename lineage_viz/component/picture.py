"""The picture of a subgraph: a payload goes in, a selection comes out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import streamlit as st

from lineage_viz.component.assets import component
from lineage_viz.component.deck import Deck, send
from lineage_viz.component.library import library

_graph = component("graph", "entry.js")

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
    on_selection: Callable[..., None],
) -> None:
    """Draw a payload of `render`, in place: with the same key nothing remounts, and pan and zoom survive.

    `deck` has the cards of all entities that the payload may show.
    `on_selection` is called before the page runs again, with one selection, or with several in their order where
    the server was busy meanwhile.
    """
    library()
    send(deck, key=key)

    heard = f"{key} heard"

    def report() -> None:
        selections, st.session_state[heard] = _unheard(
            st.session_state[key].get("action"), st.session_state.get(heard, _NOTHING)
        )
        if selections:
            on_selection(*selections)

    data = deck.packed(payload) | {"heard": asdict(st.session_state.get(heard, _NOTHING))}
    _graph(key=key, data=data, on_action_change=report)


@dataclass(frozen=True, slots=True)
class _Heard:
    """The number of the last message from a picture; each that is mounted counts for itself."""

    visit: str = ""
    number: int = 0


_NOTHING = _Heard()


def _unheard(event: object, heard: _Heard) -> tuple[list[Selection], _Heard]:
    """What a message says that was not heard before, in order, and what is heard with it.

    A message brings those sent before it, as Streamlit may have dropped them.
    """
    if not isinstance(event, Mapping):
        return [], heard
    visit, before = str(event.get("visit")), event.get("before")
    done = heard.number if visit == heard.visit else 0
    found = [
        (selection, number)
        for each in (*(before if isinstance(before, list) else ()), event)
        if (selection := _selection(each)) and isinstance(number := each.get("number"), int) and number > done
    ]
    last = max([number for _, number in found], default=done)
    return [selection for selection, _ in found], _Heard(visit, last)


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
