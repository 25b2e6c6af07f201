"""The parameters in the URL of the Entities page, and the widgets that follow them."""

from urllib.parse import urlencode

import streamlit as st

from lineage_viz.approval import state_named

TEXT, LABEL, TYPE, SORT, PAGE = "q", "label", "type", "sort", "page"
STATE, PERSON, LIVE, UNAPPROVED, ON = "status", "person", "live", "unapproved", "on"
LIVE_UNREAD = "live-not-read"
ACCOUNT, CREATED = "account", "created"
COLUMNS, ROWS = "columns", "rows"
COMPARE = "compare"
"""The entities that a link compares, as ARNs."""


def whole_query() -> str:
    """The query of the URL without the number of the page and a comparison: the list that a person saves."""
    names = (name for name in st.query_params if name not in (PAGE, COMPARE))
    return urlencode({name: st.query_params.get_all(name) for name in names}, doseq=True)


def parameter(name: str) -> str:
    """The value in the URL; empty without one."""
    value = st.query_params.get(name, "")
    return state_named(value) if name == STATE else value  # links of before name the recorded status


def set_parameter(name: str, value: str, default: str = "") -> None:
    """Put a value into the URL. Any change except that of the page or the columns goes back to the first page."""
    if name not in (PAGE, COLUMNS):
        st.query_params.pop(PAGE, None)
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
