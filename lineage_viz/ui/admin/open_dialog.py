"""The open dialog of the page. A run of the whole page would close it, and a click on it that is on its way be lost."""

import streamlit as st

_OPEN = "a dialog is open"


def begin_page() -> None:
    """Note that no dialog is open: call it at the start of each run of the whole page."""
    st.session_state[_OPEN] = False


def dialog_opens() -> None:
    """Note that a dialog is open until the next run of the whole page. The dialog causes that run when it is closed."""
    st.session_state[_OPEN] = True


def run_page_again() -> None:
    """Run the whole page again, from a part that refreshes itself; while a dialog is open, only when it is closed."""
    if not st.session_state.get(_OPEN):
        st.rerun()
