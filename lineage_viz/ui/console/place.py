"""The place of a visit in the console: its query in the URL. A link fills it in and never runs it."""

from urllib.parse import parse_qs, urlencode

import streamlit as st

GREMLIN = "gremlin"
"""The parameter of the URL; it is there, perhaps empty, while the console is open."""

LONGEST = 4_000
"""Characters of a query that the URL keeps: some proxies cut longer addresses."""

_FILLED, _LINKED, _NUMBER = "console filled", "console linked", "console number"


def console_is_open() -> bool:
    """True when the URL leads to the console."""
    return GREMLIN in st.query_params


def console_query(text: str) -> str:
    """The query of the URL of the console with this text."""
    return urlencode({GREMLIN: text})


def text_of(query: str) -> str | None:
    """The text in the query of such a URL; None for a URL of something else."""
    found = parse_qs(query, keep_blank_values=True).get(GREMLIN)
    return found[-1] if found else None


def filled() -> tuple[str, str]:
    """The text that the editor begins with, and the name of that choice; a new link is a new choice."""
    linked = st.query_params.get(GREMLIN, "")
    if _FILLED not in st.session_state or linked != st.session_state.get(_LINKED):
        st.session_state[_LINKED] = linked
        if linked or _FILLED not in st.session_state:
            _fill(linked)
    text, key = st.session_state[_FILLED]
    return text, key


def fill(text: str) -> None:
    """Put a query into the editor, in place of what stands there."""
    _fill(text)
    note(text)


def note(text: str) -> None:
    """Keep a query in the URL, so that the address leads to it."""
    kept = text if len(text) <= LONGEST else ""
    st.session_state[_LINKED] = kept
    st.query_params[GREMLIN] = kept


def _fill(text: str) -> None:
    number = st.session_state.get(_NUMBER, 0) + 1
    st.session_state[_NUMBER] = number
    st.session_state[_FILLED] = text, f"choice {number}"
