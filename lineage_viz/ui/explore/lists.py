"""The lists below the picture: its entities as a table, the impact, or common ancestors."""

import streamlit as st

from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.scene import Scene
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.impact_view import impact_view
from lineage_viz.ui.explore.pair_view import common_table
from lineage_viz.ui.explore.state import looked_up, select
from lineage_viz.ui.table import paged_table
from lineage_viz.ui.trouble import unavailable_shown

_TABLE, _IMPACT, _COMMON = "Table", "Impact", "In common"


def open_impact() -> None:
    """Choose the impact below the picture, before the explorer is opened on one entity."""
    st.session_state[_key((_TABLE, _IMPACT))] = _IMPACT


def _key(lists: tuple[str, ...]) -> str:
    return f"below {len(lists)}"


def list_below(store: Store, address: Address, scene: Scene, arn: str) -> None:
    """Show the list that the visitor chose."""
    lists = (_TABLE, _IMPACT, _COMMON) if address.mode is Mode.COMMON else (_TABLE, _IMPACT)
    choice = st.segmented_control(
        "List", lists, default=_TABLE, key=_key(lists), label_visibility="collapsed", required=True
    )
    if choice == _COMMON:
        with unavailable_shown("common"):
            common_table(store, address)
        return
    if choice == _IMPACT:
        subject, _ = looked_up()
        subject = subject or (arn if arn and not scene.members(arn) else address.focus)
        with unavailable_shown("impact"):
            impact_view(store, subject, address.scope.as_of)
        return
    shown = scene.view.shown
    nothing = "No entity passes the filters."
    paged_table(shown.entities, key="table", on_choose=select, selected=arn, hops=shown.hops, nothing=nothing)
