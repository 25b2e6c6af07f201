"""The value that a field shows: that of the URL, where something else may have changed it."""

import streamlit as st


def show(key: str, value: object) -> None:
    """Set a field's value. An equal value is not set again: the visitor may be typing."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def show_option(key: str, value: object) -> None:
    """Set the chosen option of a select box or of pills, also an equal one: their words have counts, which change.

    The browser knows an option by its words alone. It would send the old ones with the next click on anything, as if
    somebody had chosen something that is no option.
    """
    st.session_state[key] = value
