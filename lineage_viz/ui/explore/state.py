"""The state of a visit: the address and the selected entity, both in the URL, and the steps to undo."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypedDict

import streamlit as st

from lineage_viz.component import Selection
from lineage_viz.model import Direction
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.lens_filter import only_shade, toggled_shade
from lineage_viz.picture.link import as_linked, not_understood, parameters, parse
from lineage_viz.picture.scene import Scene
from lineage_viz.store.base import DEFAULT_CAP
from lineage_viz.ui.explore.taken_out import taken_out
from lineage_viz.view.drawn import at_once
from lineage_viz.view.scope import Side

_SELECTED = "select"
_LOOKED_UP = "looked up"
_CHOICE, _LAST, _BACK, _FORTH = "choice", "address", "back", "forth"
_WRITTEN = "written selection"
_ARRIVED, _UNKNOWN = "link", "unknown parts of the link"

_REMEMBERED = 100
"""Steps that can be undone."""


class Choice(TypedDict):
    """A selection: its ARN (None when cleared), and a counter that grows with each selection."""

    arn: str | None
    turn: int


def current_address() -> Address:
    """The address in the URL. A URL without one, as in the navigation, means the last address of this visit.

    The browser changes the URL with "Back" and "Forward": they count as undo and redo.
    """
    _follow_selection()
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    last: Address | None = st.session_state.get(_LAST)
    if last and not query.keys() - {_SELECTED}:
        _show(last)
        return last
    address = parse(query)
    if last is None or address != last or not_understood(query, address, {_SELECTED}):
        st.session_state[_ARRIVED], st.session_state[_UNKNOWN] = query, ()
    if last is not None and address != last:
        _move(last, address)
    st.session_state[_LAST] = address
    return address


def checked(address: Address, keep: Callable[[Address], Address], names: Callable[[str], bool]) -> Address:
    """Check an address that came from outside, once: its unknown parts leave the URL, and `unknown_parts` has them.

    `keep` returns the known parts of an address; `names` tells if a text names an entity or a stack.
    """
    query: Mapping[str, list[str]] | None = st.session_state.get(_ARRIVED)
    if query is None:
        return address
    known = keep(address)
    arn = st.query_params.get(_SELECTED, "")
    unknown = not_understood(query, known, {_SELECTED})
    if arn and not names(arn):
        unknown = (*unknown, f"{_SELECTED}={arn}")
        select("")
    del st.session_state[_ARRIVED]
    st.session_state[_UNKNOWN] = unknown
    if unknown:
        _show(known)
    return known


def unknown_parts() -> tuple[str, ...]:
    """The parts of the link that this visit arrived with and that are not understood; empty after the next step."""
    if (query := st.session_state.get(_ARRIVED)) is not None:
        return not_understood(query, st.session_state[_LAST], {_SELECTED})
    parts: tuple[str, ...] = st.session_state.get(_UNKNOWN, ())
    return parts


def start_at(address: Address) -> None:
    """Show the first address of a visit. The URL then contains it, and there is nothing to undo."""
    _show(address)


def go(address: Address) -> None:
    """Show another address, in the URL. It can be undone."""
    last: Address | None = st.session_state.get(_LAST)
    if last is not None and last != as_linked(address):
        _keep(last)
    _leave_link()
    _show(address)


def undo() -> None:
    """Show the address before this one."""
    _step(_BACK, _FORTH)


def redo() -> None:
    """Show the address that was undone last."""
    _step(_FORTH, _BACK)


def back_to_lineage(address: Address) -> None:
    """Show the last lineage of this visit, or else that of the first of the two entities."""
    shown = next((each for each in reversed(_steps(_BACK)) if each.mode is Mode.LINEAGE), None)
    go(shown or replace(address, mode=Mode.LINEAGE, other="", path=0))


def can_undo() -> bool:
    """True when there is an earlier address."""
    return bool(_steps(_BACK))


def can_redo() -> bool:
    """True when an address was undone."""
    return bool(_steps(_FORTH))


def focus_on(address: Address, arn: str) -> None:
    """Make another entity the focus."""
    go(address.refocused(arn))


def selected(scene: Scene) -> str:
    """The ARN of the selected entity or the id of a stack; empty without one, or when it is not in the picture."""
    arn = st.query_params.get(_SELECTED, "")
    picture = scene.picture
    return arn if picture.host(arn) or any(card.arn == arn for card in picture.subgraph.entities) else ""


def select(arn: str) -> None:
    """Select an entity from outside the picture, which follows; an empty ARN clears the selection."""
    turn = last_choice()["turn"] + 1
    _remember(arn)
    st.session_state[_CHOICE] = {"arn": arn or None, "turn": turn}


def look_up(subject: str, arn: str) -> None:
    """Select a row in the impact list of `subject`. The list stays, even for a row outside the picture."""
    select(arn)
    st.session_state[_LOOKED_UP] = (subject, arn)


def looked_up() -> tuple[str, str]:
    """The subject of the impact list and its selected row; two empty texts when another entity is selected."""
    subject, arn = st.session_state.get(_LOOKED_UP, ("", ""))
    return (subject, arn) if arn and arn == st.query_params.get(_SELECTED) else ("", "")


def last_choice() -> Choice:
    """The last selection from outside the picture, numbered so that the picture follows it only once.

    The first is the selection in the link.
    """
    if _CHOICE not in st.session_state:
        st.session_state[_CHOICE] = {"arn": st.query_params.get(_SELECTED) or None, "turn": 0}
    choice: Choice = st.session_state[_CHOICE]
    return choice


def react(address: Address, scene: Scene, *selections: Selection) -> None:
    """Carry out the actions of the visitor in the picture, one after the other."""
    for selection in selections:
        _react(address, scene, selection)
        address = current_address()


def _react(address: Address, scene: Scene, selection: Selection) -> None:
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
            go(changed(address, scene, selection))


def changed(address: Address, scene: Scene, selection: Selection) -> Address:
    """The address after an action in the picture that changes the view."""
    arn, key = selection.arn, (selection.label, selection.type)
    match selection.action:
        case "toggle":
            return address.toggled(key)
        case "association":
            return address.toggled_association(selection.type)
        case "only":
            return address.only(key, (facet.value for facet in scene.view.facets.types))
        case "only-association":
            return address.only_association(
                selection.type, (facet.value for facet in scene.view.facets.associations)
            )
        case "shade":
            return toggled_shade(address, scene.appearance.shading, selection.type)
        case "only-shade":
            return only_shade(address, scene.appearance.shading, selection.type)
        case "bright":
            return address.brightened(selection.type)
        case "expand":
            opened = address.opened(_sides(selection), scene.unfinished)
            return replace(opened, removed=address.removed - _hidden_beside(scene, _sides(selection)))
        case "collapse":
            return address.shut(_sides(selection))
        case "open":
            return address.unfolded(arn)
        case "failures":
            return taken_out(address, arn, at_once(scene.picture.folds.get(arn, ()))) or address
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
    """Show all paths from the picked start, or else the focus, to another entity.

    The selection is cleared: the lineage of a selected end would cover the highlighted path.
    """
    select("")
    go(address.together(Mode.PATHS, address.start or address.focus, arn))


def highlight(address: Address, path: int) -> None:
    """Highlight another path, by its number, and clear the selection, which would cover it."""
    select("")
    go(replace(address, path=path))


def in_common(address: Address, arn: str) -> Address:
    """The address of the common ancestors of the focus and another entity."""
    return address.together(Mode.COMMON, address.focus, arn)


def _show(address: Address) -> None:
    st.session_state[_LAST] = as_linked(address)
    arn = st.query_params.get(_SELECTED, "")
    st.query_params.from_dict(parameters(address) | ({_SELECTED: arn} if arn else {}))


def _remember(arn: str) -> None:
    """Put the selection into the URL; undo does not change it."""
    st.session_state[_WRITTEN] = arn
    if arn:
        st.query_params[_SELECTED] = arn
    else:
        st.query_params.pop(_SELECTED, None)


def _leave_link() -> None:
    """Forget the link that the visit arrived with: the picture is no longer that of the link."""
    st.session_state.pop(_ARRIVED, None)
    st.session_state[_UNKNOWN] = ()


def _follow_selection() -> None:
    """Let the picture follow a selection in the URL that this visit did not write: "Back" may change it."""
    arn = st.query_params.get(_SELECTED, "")
    if st.session_state.setdefault(_WRITTEN, arn) != arn:
        select(arn)


def _move(last: Address, address: Address) -> None:
    """Go to an address that the browser opened: by steps to undo or to redo, or as a new step."""
    ways = [(_BACK, _FORTH), (_FORTH, _BACK)]
    there = [way for way in ways if address in _steps(way[0])]
    if not there:
        _keep(last)
        return
    from_, to = min(there, key=lambda way: _steps(way[0])[::-1].index(address))
    passed = [last]
    while (step := _steps(from_)[-1]) != address:
        passed.append(step)
        st.session_state[from_] = _steps(from_)[:-1]
    st.session_state[from_] = _steps(from_)[:-1]
    st.session_state[to] = [*_steps(to), *passed]


def _keep(last: Address) -> None:
    """Make an address the newest step to undo."""
    st.session_state[_BACK] = [*_steps(_BACK), last][-_REMEMBERED:]
    st.session_state[_FORTH] = []


def _steps(name: str) -> list[Address]:
    steps: list[Address] = st.session_state.get(name, [])
    return steps


def _step(from_: str, to: str) -> None:
    if _steps(from_):
        *rest, address = _steps(from_)
        st.session_state[from_] = rest
        st.session_state[to] = [*_steps(to), st.session_state[_LAST]]
        _leave_link()
        _show(address)


def _hidden_beside(scene: Scene, sides: list[Side]) -> frozenset[str]:
    """The entities on these sides: "+1" may count a hidden card, and a click on it brings this card back."""
    up = {arn for side, arn in sides if side is Direction.UPSTREAM}
    down = {arn for side, arn in sides if side is Direction.DOWNSTREAM}
    links = scene.traced.associations
    return frozenset(
        {link.source for link in links if link.destination in up}
        | {link.destination for link in links if link.source in down}
    )


def _sides(selection: Selection) -> list[Side]:
    named = selection.sides.split()
    return [(side, selection.arn) for side in (Direction.UPSTREAM, Direction.DOWNSTREAM) if side in named]
