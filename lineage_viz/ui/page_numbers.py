"""The page numbers of a list."""

import streamlit as st

_ARROWS, _NUMBER = 76, 40
"""In pixels: the room of both arrows, and the room of one number."""

_FEWEST, _MOST = 5, 7
"""Streamlit hides numbers when fewer than five have room, and shows at most seven."""


def page_number(pages: int, key: str, default: int = 1) -> int:
    """Show the page numbers, if there are several, and return the chosen one, from 1."""
    if pages < 2:
        return 1
    return st.pagination(pages, default=default, width=numbers_width(pages), key=key)


def numbers_width(pages: int) -> int:
    """Return the width for the numbers of these pages, in pixels.

    Without a width Streamlit measures the numbers that it shows at first, takes this for all the room, and hides some.
    """
    return _ARROWS + _NUMBER * min(max(pages, _FEWEST), _MOST)
