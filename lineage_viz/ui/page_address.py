"""The address of the page that a visitor has open."""

import streamlit as st


def page_address() -> str:
    """The URL without its query; `/` when the browser did not report it."""
    return (st.context.url or "/").partition("?")[0]
