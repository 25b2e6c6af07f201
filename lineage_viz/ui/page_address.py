"""The address of the page that a visitor has open."""

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from lineage_viz.ui.page_names import FIRST, PAGES


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


def focus_address(arn: str, *, here: str, day: date | None = None) -> str:
    """The URL of the explorer with this entity as its focus, from the page that is open (`here`)."""
    query = {"focus": arn, **({"asof": day.isoformat()} if day else {})}
    return f"{address_of('', here=here)}?{urlencode(query)}"


def open_page() -> str:
    """The name of the page that is open, in lower case; empty when the browser did not report a page."""
    last = _reported().rpartition("/")[2]
    return next(
        (page.lower() for page in PAGES if page.lower() == last), FIRST.lower() if _reported() else ""
    )


def _reported() -> str:
    return (st.context.url or "").partition("?")[0].rstrip("/")
