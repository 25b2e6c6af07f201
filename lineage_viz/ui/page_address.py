"""The address of the page that a visitor has open."""

import streamlit as st


def page_address() -> str:
    """Without its query; `/` where the browser has not said it."""
    return (st.context.url or "/").partition("?")[0]
