"""The two ways to ask: prepared questions, and queries in Gremlin."""

import streamlit as st

from lineage_viz.ui.console.place import GREMLIN, console_is_open
from lineage_viz.ui.query.place import list_all

_QUESTIONS, _CONSOLE = "Prepared questions", "Gremlin console"
_KEY = "way to ask"


def ways() -> None:
    """Show the tabs; the URL has the choice, and the page draws the content below them."""
    st.session_state[_KEY] = _CONSOLE if console_is_open() else _QUESTIONS
    st.tabs((_QUESTIONS, _CONSOLE), key=_KEY, on_change=_changed)


def _changed() -> None:
    list_all()
    if st.session_state[_KEY] == _CONSOLE:
        st.query_params[GREMLIN] = ""
