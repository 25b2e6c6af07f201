"""The explorer's controls: search box, depths, undo and redo, snapshot line."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from lineage_viz.component import search_box
from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.ui.address import Address, Mode
from lineage_viz.ui.explorer import suggestions
from lineage_viz.ui.link import depth_text
from lineage_viz.ui.source import on_neptune, snapshot_line
from lineage_viz.ui.state import (
    back_to_lineage,
    can_redo,
    can_undo,
    current_address,
    focus_on,
    go,
    redo,
    undo,
)
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import is_down, watch_for_a_load, watch_if_down

_DEPTHS = (0, 1, 2, 3, 4, 5, 10, UNLIMITED)


@st.fragment
def search(store: Store) -> None:
    """Find anything; typing runs only this part of the page, choosing runs all of it."""
    chosen = search_box(lambda text: suggestions(store, text), key="search")
    watch_if_down(store)
    if chosen:
        focus_on(current_address(), chosen)
        st.rerun()


def snapshot(store: Store) -> None:
    """Which account, region and time everything on the page is of."""
    line, hover = "", ""
    with suppress(StoreUnavailable):
        line, hover = snapshot_line(store)
    said = [literal(line), "**Neptune does not answer**" if is_down(store) else ""]
    st.caption(" · ".join(filter(None, said)), help=literal(hover, 2_000) or None, text_alignment="right")
    watch_if_down(store)


def depths(address: Address) -> None:
    """How many steps to follow to each side; a mode that is about something else has a way back instead."""
    if address.mode is Mode.LINEAGE:
        _depth("upstream", address.up, lambda hops: go(replace(address, up=hops)))
        _depth("downstream", address.down, lambda hops: go(replace(address, down=hops)))
        return
    st.button(
        "Back to the lineage",
        icon=":material/arrow_back:",
        on_click=back_to_lineage,
        args=(address,),
    )


def steps() -> None:
    """Undo and redo."""
    st.button(
        "Undo", icon=":material/undo:", key="undo", disabled=not can_undo(), on_click=undo, help="Undo (u)"
    )
    st.button(
        "Redo", icon=":material/redo:", key="redo", disabled=not can_redo(), on_click=redo, help="Redo (U)"
    )


def nothing_loaded(store: Store) -> None:
    """The store is empty: what to do next."""
    if on_neptune():
        then = "Reload it, on the Admin page or by this command; this page shows it once it is there:"
        commands = "python -m lineage_viz reload"
    else:
        then = "Export an account's lineage, then start the app on it:"
        commands = "python -m lineage_viz export --out snapshots\npython -m lineage_viz run --snapshot snapshots/NAME"
    st.info(f"Nothing is loaded yet. {then}", icon=":material/inbox:")
    st.code(commands, language="bash")
    watch_for_a_load(store)


def not_whole(store: Store) -> None:
    """What is there has no snapshot that it is of: say so."""
    if store.snapshots:
        return
    st.warning(
        "What is loaded is not whole: a load is under way, or was broken off. Entities and associations may be "
        "missing here. This page shows them once the load is done; if none is running, reload or restore "
        "a snapshot on the Admin page, or start it again with `python -m lineage_viz load snapshots/NAME`.",
        icon=":material/hourglass_top:",
    )
    watch_for_a_load(store)


def _depth(side: str, value: int, change: Callable[[int], None]) -> None:
    st.session_state[side] = value
    st.selectbox(
        f"Steps {side}",
        sorted({*_DEPTHS, value}),
        key=side,
        format_func=lambda steps: f"{depth_text(steps)} {side}",
        on_change=lambda: change(st.session_state[side]),
        label_visibility="collapsed",
        width=156,
    )
