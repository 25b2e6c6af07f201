"""The explorer's controls: search box, depths, snapshot line, details panel."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import streamlit as st

from lineage_viz.component import facts, search_box
from lineage_viz.model import Direction
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.ui.address import Address, depth_text
from lineage_viz.ui.details import details
from lineage_viz.ui.explorer import reach, suggestions
from lineage_viz.ui.frame import errors_shown
from lineage_viz.ui.source import snapshot_line
from lineage_viz.ui.state import can_redo, can_undo, current_address, focus_on, go, redo, undo
from lineage_viz.ui.text import literal

_FIRST_DAY = date(2017, 1, 1)
"""SageMaker opened later that year: no lineage is older."""

_DEPTHS = (0, 1, 2, 3, 4, 5, 10, UNLIMITED)


@st.fragment
def search(store: Store) -> None:
    """Find anything; typing runs only this part of the page, choosing runs all of it."""
    with errors_shown():
        chosen = search_box(lambda text: suggestions(store, text), key="search")
    if chosen:
        focus_on(current_address(), chosen)
        st.rerun()


def snapshot(store: Store) -> None:
    """Which account, region and time everything on the page is of."""
    line, hover = snapshot_line(store)
    st.caption(literal(line), help=literal(hover, 2_000) or None, text_alignment="right")


def depth(side: str, value: int, change: Callable[[int], None]) -> None:
    """How many steps to follow to one side."""
    st.session_state[side] = value
    st.selectbox(
        f"Steps {side}",
        sorted({*_DEPTHS, value}),
        key=side,
        format_func=lambda steps: f"{depth_text(steps)} {side}",
        on_change=lambda: change(st.session_state[side]),
        label_visibility="collapsed",
        width=150,
    )


def panel(store: Store, address: Address, arn: str) -> None:
    """Everything recorded of one entity, and what to do with it."""
    with st.container(horizontal=True, key="actions"):
        st.button(
            "Focus here",
            icon=":material/center_focus_strong:",
            disabled=arn == address.focus,
            on_click=focus_on,
            args=(address, arn),
            width="stretch",
        )
        with st.popover("More"):
            for words, icon, change in _actions(address, arn):
                st.button(words, icon=icon, on_click=change, width="stretch")
    with st.container(key="details"):
        facts(details(store.get(arn), reach(store, arn)), key="facts")


def steps() -> None:
    """Undo and redo."""
    st.button("Undo", icon=":material/undo:", disabled=not can_undo(), on_click=undo, help="u")
    st.button("Redo", icon=":material/redo:", disabled=not can_redo(), on_click=redo, help="Shift+u")


def view_options(address: Address) -> None:
    """The date the lineage is shown as of, and the way back to everything."""
    changed = (address.collapsed, address.removed, address.alone, address.as_of, address.hidden)
    st.session_state["as_of"] = address.as_of
    with st.popover("View", icon=":material/tune:"):
        st.date_input(
            "As of",
            min_value=min(_FIRST_DAY, address.as_of or _FIRST_DAY),
            max_value=max(date.today(), address.as_of or _FIRST_DAY),
            key="as_of",
            help="What existed at the end of that day (UTC), by creation time.",
            on_change=lambda: go(replace(address, as_of=st.session_state["as_of"])),
        )
        st.button(
            "Show everything again",
            icon=":material/restart_alt:",
            disabled=not any(changed),
            on_click=go,
            args=(address.restored(),),
        )


def _actions(address: Address, arn: str) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """What can be done with an entity, each as words, icon and what it does."""
    up, down = (Direction.UPSTREAM, arn), (Direction.DOWNSTREAM, arn)
    yield "Expand up", ":material/keyboard_double_arrow_left:", lambda: go(address.opened([up]))
    yield "Expand down", ":material/keyboard_double_arrow_right:", lambda: go(address.opened([down]))
    if arn != address.focus:
        yield "Only this lineage", ":material/filter_alt:", lambda: go(replace(address, alone=arn))
        yield (
            "Take out",
            ":material/visibility_off:",
            lambda: go(replace(address, removed=address.removed | {arn})),
        )


def nothing_loaded() -> None:
    """The store is empty: what to do next."""
    st.info(
        "Nothing is loaded yet. Export an account's lineage, then start the app on it:",
        icon=":material/inbox:",
    )
    st.code(
        "python -m lineage_viz export --out snapshots\npython -m lineage_viz run --snapshot snapshots/NAME",
        language="bash",
    )
