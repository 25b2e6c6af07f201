"""The way back to the link that somebody followed before he had to sign in."""

import streamlit as st

from lineage_viz.component.assets import component

_way_back = component("way_back")


def keep_way() -> None:
    """Mount where somebody is asked to sign in: this address is where he wants to go."""
    _mount(keep=True)


def go_back() -> None:
    """Mount once he is signed in: go there, if that is elsewhere."""
    _mount(keep=False)


def _mount(*, keep: bool) -> None:
    with st.container(key="way-back"):
        _way_back(key="way_back", data={"keep": keep}, height=1)
