"""The sections of the Admin page; the one on screen is in the URL."""

import streamlit as st

KEY = "section"
"""The parameter of the URL."""

SNAPSHOTS, HISTORY, STEPS, HEALTH, LOG = "Kept snapshots", "History", "Single steps", "Health", "Admin log"
SECTIONS = (SNAPSHOTS, HISTORY, STEPS, HEALTH, LOG)


def choose_by_url() -> None:
    """Choose the section that the URL names, before its widget is made; without one the first."""
    if st.query_params.get(KEY) in SECTIONS:
        st.session_state[KEY] = st.query_params[KEY]
    st.session_state.setdefault(KEY, SNAPSHOTS)


def chosen_section() -> str | None:
    """Show the names of the sections. Returns that of the chosen one."""
    return st.segmented_control(
        "Section",
        SECTIONS,
        required=True,
        label_visibility="collapsed",
        key=KEY,
        on_change=_keep_in_url,
    )


def _keep_in_url() -> None:
    st.query_params[KEY] = st.session_state[KEY]
