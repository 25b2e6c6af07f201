"""The pages of the list: the number and the size are in the URL."""

import streamlit as st

from lineage_viz.ui.entities.link import PAGE, ROWS, parameter, set_parameter
from lineage_viz.ui.page_numbers import numbers_width
from lineage_viz.ui.shown import show
from lineage_viz.words import count

PAGE_SIZES = (50, 250, 1_000, 5_000)
"""Rows of one page: 50 are shown whole, more scroll inside the table."""


def wanted_page() -> int:
    """The page number in the URL, from 1."""
    text = parameter(PAGE)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 9 else 1


def page_size() -> int:
    """The rows of one page in the URL."""
    text = parameter(ROWS)
    return next((size for size in PAGE_SIZES if str(size) == text), PAGE_SIZES[0])


def page_sizes(total: int) -> None:
    """Show the choice of the rows of one page, where a list has more than the fewest."""
    if total <= PAGE_SIZES[0]:
        return
    show(ROWS, page_size())
    st.selectbox(
        "Rows of a page",
        PAGE_SIZES,
        format_func=lambda size: count(size, "row"),
        label_visibility="collapsed",
        width=120,
        key=ROWS,
        on_change=lambda: set_parameter(ROWS, str(st.session_state[ROWS]), default=str(PAGE_SIZES[0])),
    )


def page_numbers(pages: int, shown: int, key: str) -> None:
    """Show the page numbers; a click puts another one into the URL."""
    if key in st.session_state:  # otherwise the default sets it, and Streamlit warns of two values
        show(key, shown)
    st.pagination(
        pages,
        width=numbers_width(pages),
        default=shown,
        key=key,
        on_change=lambda: set_parameter(PAGE, str(st.session_state[key]), default="1"),
    )
