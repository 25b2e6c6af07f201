"""The controls of the Explore page: search box, depths, undo and redo."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs

import streamlit as st

from lineage_viz.component import Suggestions, search_box
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.link import depth_text
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.ui.explore.state import (
    back_to_lineage,
    can_redo,
    can_undo,
    current_address,
    focus_on,
    go,
    redo,
    select,
    undo,
)
from lineage_viz.ui.explore.suggesting import suggestions
from lineage_viz.ui.palette.place import hits, row_of
from lineage_viz.ui.trouble import watch_if_down
from lineage_viz.ui.visible_views import ENTITIES

_DEPTHS = (0, 1, 2, 3, 4, 5, 10, UNLIMITED)


@st.fragment
def search(store: Store) -> None:
    """Show the search box. Typing runs only this fragment; a choice runs the whole page."""
    chosen = search_box(lambda text: _found(store, text), key="search")
    watch_if_down(store)
    if chosen and chosen.startswith(ENTITIES):
        st.switch_page(ENTITIES, query_params=parse_qs(chosen.partition("?")[2]))
    if chosen:
        select("")  # otherwise the panel would go on showing the card that was selected before
        focus_on(current_address(), chosen)
        st.rerun()


def _found(store: Store, text: str) -> Suggestions:
    """Return the suggestions, and at their end the list of all hits."""
    found = suggestions(store, text)
    if found.total <= 1:
        return found
    return replace(found, rows=[*found.rows, row_of(hits(text, found.total))])


def depths(address: Address) -> None:
    """Show the depth of each side; in the other modes, the button back to the lineage."""
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


def undo_buttons() -> None:
    """Show the buttons to undo and redo."""
    st.button(
        "Undo", icon=":material/undo:", key="undo", disabled=not can_undo(), on_click=undo, help="Undo (u)"
    )
    st.button(
        "Redo", icon=":material/redo:", key="redo", disabled=not can_redo(), on_click=redo, help="Redo (U)"
    )


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
