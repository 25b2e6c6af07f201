"""What a visitor looks at: the address in the URL, and the entity selected in it."""

from dataclasses import replace

import streamlit as st

from lineage_viz.component import Selection
from lineage_viz.model import Direction
from lineage_viz.scope import Side
from lineage_viz.store.base import DEFAULT_CAP
from lineage_viz.ui.address import Address
from lineage_viz.view import View

_SELECTED, _CHOICE, _LAST, _BACK, _FORTH = "selected", "choice", "address", "back", "forth"

_REMEMBERED = 100
"""Steps that can be undone."""


def current_address() -> Address:
    """Read from the URL; one that says nothing, as from the navigation, means where the visitor was last."""
    parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    last: Address | None = st.session_state.get(_LAST)
    if last and not parameters:
        _show(last)
        return last
    address = Address.parse(parameters)
    st.session_state[_LAST] = address
    return address


def go(address: Address) -> None:
    """Show something else; the URL is the one place that says what. It can be undone."""
    last: Address | None = st.session_state.get(_LAST)
    if last is not None and last != address:
        st.session_state[_BACK] = [*_steps(_BACK), last][-_REMEMBERED:]
        st.session_state[_FORTH] = []
    _show(address)


def undo() -> None:
    """Show what was shown before."""
    _step(_BACK, _FORTH)


def redo() -> None:
    """Show what was undone."""
    _step(_FORTH, _BACK)


def can_undo() -> bool:
    """Whether there is something to go back to."""
    return bool(_steps(_BACK))


def can_redo() -> bool:
    """Whether something was undone."""
    return bool(_steps(_FORTH))


def focus_on(address: Address, arn: str) -> None:
    """Put another entity in the middle, selected or not."""
    go(address.refocused(arn))


def selected(view: View) -> str:
    """The ARN of the selected entity; empty when none is, or when it is not in view."""
    arn = st.session_state.get(_SELECTED, "")
    return arn if any(entity.arn == arn for entity in view.shown.entities) else ""


def select(arn: str) -> None:
    """Select from outside the picture, which follows; an empty ARN clears."""
    st.session_state[_SELECTED] = arn
    st.session_state[_CHOICE] = {
        "arn": arn or None,
        "turn": st.session_state.get(_CHOICE, {}).get("turn", 0) + 1,
    }


def last_choice() -> dict[str, object] | None:
    """The last selection made outside the picture, numbered so that the picture follows it only once."""
    choice: dict[str, object] | None = st.session_state.get(_CHOICE)
    return choice


def react(address: Address, view: View, selection: Selection) -> None:
    """Do what was asked for in the picture."""
    key = (selection.label, selection.type)
    match selection.action:
        case "select":
            st.session_state[_SELECTED] = selection.arn
        case "focus":
            st.session_state[_SELECTED] = selection.arn
            focus_on(address, selection.arn)
        case "toggle":
            go(address.toggled(key))
        case "only":
            go(address.only(key, (facet.key for facet in view.facets)))
        case "expand":
            go(address.opened(_sides(selection)))
        case "collapse":
            go(address.closed(_sides(selection)))
        case "remove":
            go(replace(address, removed=address.removed | {selection.arn}))
        case "alone":
            go(replace(address, alone=selection.arn))
        case "undo":
            undo()
        case "redo":
            redo()
        case "more":
            go(replace(address, cap=address.cap + DEFAULT_CAP))


def _show(address: Address) -> None:
    st.session_state[_LAST] = address
    st.query_params.from_dict(address.parameters())


def _steps(name: str) -> list[Address]:
    steps: list[Address] = st.session_state.get(name, [])
    return steps


def _step(from_: str, to: str) -> None:
    if _steps(from_):
        *rest, address = _steps(from_)
        st.session_state[from_] = rest
        st.session_state[to] = [*_steps(to), st.session_state[_LAST]]
        _show(address)


def _sides(selection: Selection) -> list[Side]:
    named = selection.sides.split()
    return [(side, selection.arn) for side in (Direction.UPSTREAM, Direction.DOWNSTREAM) if side in named]
