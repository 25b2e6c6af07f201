"""What a visitor looks at: the address in the URL, and the entity selected in it."""

from dataclasses import replace
from typing import TypedDict

import streamlit as st

from lineage_viz.component import Selection
from lineage_viz.model import Direction
from lineage_viz.store.base import DEFAULT_CAP
from lineage_viz.ui.address import Address, Mode
from lineage_viz.ui.link import parameters, parse
from lineage_viz.ui.scene import Scene
from lineage_viz.view.scope import Side

_SELECTED = "select"
_LOOKED_UP = "looked up"
_CHOICE, _LAST, _BACK, _FORTH = "choice", "address", "back", "forth"

_REMEMBERED = 100
"""Steps that can be undone."""


class Choice(TypedDict):
    """A selection: the ARN, none when it was cleared, and the how manieth it is."""

    arn: str | None
    turn: int


def current_address() -> Address:
    """Read from the URL; one that says nothing, as from the navigation, means where the visitor was last."""
    said = {name: st.query_params.get_all(name) for name in st.query_params}
    last: Address | None = st.session_state.get(_LAST)
    if last and not said.keys() - {_SELECTED}:
        _show(last)
        return last
    address = parse(said)
    st.session_state[_LAST] = address
    return address


def start_at(address: Address) -> None:
    """What is shown where nothing was asked for: a link that is copied names it, and there is nothing to undo."""
    _show(address)


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


def back_to_lineage(address: Address) -> None:
    """The lineage that was shown before two entities were, or else that of the first of them."""
    shown = next((each for each in reversed(_steps(_BACK)) if each.mode is Mode.LINEAGE), None)
    go(shown or replace(address, mode=Mode.LINEAGE, other="", path=0))


def can_undo() -> bool:
    """Whether there is something to go back to."""
    return bool(_steps(_BACK))


def can_redo() -> bool:
    """Whether something was undone."""
    return bool(_steps(_FORTH))


def focus_on(address: Address, arn: str) -> None:
    """Put another entity in the middle, selected or not."""
    go(address.refocused(arn))


def selected(found: Scene) -> str:
    """The ARN of the selected entity, or a stack's id; empty when none is, or when it is not in the picture."""
    arn = st.query_params.get(_SELECTED, "")
    return arn if any(card.arn == arn for card in found.picture.subgraph.entities) else ""


def select(arn: str) -> None:
    """Select from outside the picture, which follows; an empty ARN clears."""
    _remember(arn)
    st.session_state[_CHOICE] = {"arn": arn or None, "turn": last_choice()["turn"] + 1}


def look_up(subject: str, arn: str) -> None:
    """Select a row of what depends on `subject`: the list stays, whether or not the row is in the picture."""
    select(arn)
    st.session_state[_LOOKED_UP] = (subject, arn)


def looked_up() -> tuple[str, str]:
    """The subject of the list, and its row, while that row is what is selected; else two empty texts."""
    subject, arn = st.session_state.get(_LOOKED_UP, ("", ""))
    return (subject, arn) if arn and arn == st.query_params.get(_SELECTED) else ("", "")


def last_choice() -> Choice:
    """The last selection made outside the picture, numbered so that the picture follows it only once.

    The first is the one that the link came with.
    """
    if _CHOICE not in st.session_state:
        st.session_state[_CHOICE] = {"arn": st.query_params.get(_SELECTED) or None, "turn": 0}
    choice: Choice = st.session_state[_CHOICE]
    return choice


def react(address: Address, found: Scene, *selections: Selection) -> None:
    """Do what was asked for in the picture, one after the other."""
    for selection in selections:
        _react(address, found, selection)
        address = current_address()


def _react(address: Address, found: Scene, selection: Selection) -> None:
    arn = selection.arn
    _remember(arn if selection.action in ("select", "focus") else selection.selected)
    match selection.action:
        case "select":
            pass
        case "focus":
            focus_on(address, arn)
        case "path-end":
            show_paths(address, arn)
        case "undo":
            undo()
        case "redo":
            redo()
        case _:
            go(_changed(address, found, selection))


def _changed(address: Address, found: Scene, selection: Selection) -> Address:
    """The address after an action in the picture that changes the view."""
    arn, key = selection.arn, (selection.label, selection.type)
    match selection.action:
        case "toggle":
            return address.toggled(key)
        case "association":
            return address.toggled_association(selection.type)
        case "only":
            return address.only(key, (facet.value for facet in found.view.facets.types))
        case "expand":
            return address.opened(_sides(selection))
        case "collapse":
            return address.shut(_sides(selection))
        case "open":
            return address.unfolded(arn)
        case "close":
            return replace(address, closed=address.closed | {arn})
        case "remove":
            return replace(address, removed=address.removed | {arn})
        case "alone":
            return replace(address, alone=arn)
        case "path-start":
            return replace(address, start=arn)
        case "common":
            return in_common(address, arn)
        case "overview":
            return replace(address.refocused(address.focus), mode=Mode.OVERVIEW)
        case "more":
            return replace(address, cap=address.cap + DEFAULT_CAP)
    return address


def show_paths(address: Address, arn: str) -> None:
    """All paths between what was picked as their start, or else the focus, and another entity.

    Nothing stays selected: the lineage of a card at the end would cover the path that is highlighted.
    """
    select("")
    go(address.together(Mode.PATHS, address.start or address.focus, arn))


def highlight(address: Address, path: int) -> None:
    """Another one of the paths, by its number, and no selection that would cover it."""
    select("")
    go(replace(address, path=path))


def in_common(address: Address, arn: str) -> Address:
    """What the focus and another entity have in common upstream."""
    return address.together(Mode.COMMON, address.focus, arn)


def _show(address: Address) -> None:
    st.session_state[_LAST] = address
    arn = st.query_params.get(_SELECTED, "")
    st.query_params.from_dict(parameters(address) | ({_SELECTED: arn} if arn else {}))


def _remember(arn: str) -> None:
    """The selection stands in the URL as well, but is no step that can be undone."""
    if arn:
        st.query_params[_SELECTED] = arn
    else:
        st.query_params.pop(_SELECTED, None)


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
