"""The return to the link that a visitor followed before the sign-in."""

import streamlit as st

from lineage_viz.component.assets import component

_way_back = component("way_back")


def keep_way() -> None:
    """Mount on the sign-in screen: the browser remembers the address of this page."""
    _mount(keep=True)


def go_back() -> None:
    """Mount after the sign-in: go to the remembered address, if it differs from this one."""
    _mount(keep=False)


def _mount(*, keep: bool) -> None:
    with st.container(key="way-back"):
        _way_back(key="way_back", data={"keep": keep}, height=1)
