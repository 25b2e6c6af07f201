"""The outcome of the last entry that a visitor recorded, shown once where the form is."""

import streamlit as st

from lineage_viz.ui.text import literal


def keep_answer(key: str, error: str, made: str) -> None:
    """Keep the error or the words about the entry for the next run."""
    st.session_state[f"answer to {key}"] = error, made


def show_answer(key: str) -> None:
    """Show the outcome of the last entry of this kind."""
    error, made = st.session_state.pop(f"answer to {key}", ("", ""))
    with st.container(key=f"answer-{key}"):  # always there, so that an open form below it stays open
        if error:
            st.error(literal(error, 1_000), icon=":material/error:")
        elif made:
            st.success(literal(made, 1_000), icon=":material/verified:")
