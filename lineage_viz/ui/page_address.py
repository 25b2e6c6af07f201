"""The address of the page that a visitor has open."""

import streamlit as st


def page_address() -> str:
    """The URL of the first page, from that page, without its query; `/` when the browser did not report it.

    It ends with a slash, which Streamlit cuts off: behind a proxy that serves the app below a path and strips this
    path, a page without it finds none of its files.
    """
    return _reported() + "/"


def address_of(page: str, *, here: str) -> str:
    """The URL of a page, from the page that is open (`here`); both are the last part of a URL, or empty for the first.

    Relative when the browser did not report its URL.
    """
    reported = _reported()
    return f"{reported.removesuffix(f'/{here}') if here else reported}/{page}" if reported else f"./{page}"


def _reported() -> str:
    return (st.context.url or "").partition("?")[0].rstrip("/")
