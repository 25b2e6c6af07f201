"""The download of a list: all hits of the search and filters, not only the page on screen."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from lineage_viz.search.asked import Asked
from lineage_viz.store.base import Store
from lineage_viz.store.order import Order
from lineage_viz.takeaway import file_name
from lineage_viz.takeaway.tables import listed_csv
from lineage_viz.takeaway.view_caption import list_caption
from lineage_viz.ui.entities.columns import chosen_cells
from lineage_viz.ui.page_address import address_of

MOST = 50_000
"""Rows in one file: with all their properties, more would be too much for a spreadsheet and for a small server."""

_PAGE = "entities"


def download(store: Store, search: Asked, filters: Sequence[str], order: Order | None, total: int) -> None:
    """Show the button. The file is made when the browser requests it, from the same snapshot as the page."""
    text = search.text.strip()
    filters = [*([f"the search “{text}”"] if text else ()), *filters]
    address = f"{address_of(_PAGE, here=_PAGE)}?{urlencode(st.query_params.to_dict(), safe=':/')}"
    caption = list_caption(store, filters, min(total, MOST), total, address.removesuffix("?"))
    # Now: when the browser requests the file, no page runs, and the link cannot be read.
    columns = chosen_cells()

    def content() -> bytes:
        found = search.answer(store, order=order, limit=MOST)
        return listed_csv(found.entities, caption, columns).encode()

    st.download_button(
        "Take away (CSV)",
        content,
        file_name(caption, "csv"),
        "text/csv",
        key="take-list",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help="All entities of this list, also those of the other pages, with everything that is recorded about "
        "them; the chosen columns come first.",
    )
