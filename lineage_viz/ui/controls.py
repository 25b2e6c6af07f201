"""The explorer's controls: search box, depths, snapshot line, details panel."""

from collections.abc import Callable

import streamlit as st

from lineage_viz.component import facts, search_box
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.ui.address import Address, depth_text
from lineage_viz.ui.details import details
from lineage_viz.ui.explorer import reach, suggestions
from lineage_viz.ui.frame import errors_shown
from lineage_viz.ui.source import snapshot_line
from lineage_viz.ui.state import current_address, focus_on
from lineage_viz.ui.text import literal

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
    with st.container(key="details"):
        facts(details(store.get(arn), reach(store, arn)), key="facts")
    st.button(
        "Focus here",
        icon=":material/center_focus_strong:",
        disabled=arn == address.focus,
        on_click=focus_on,
        args=(address, arn),
        width="stretch",
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
