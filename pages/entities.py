"""The Entities page: search and filter all loaded entities; a row opens the Explore page."""

import streamlit as st

from lineage_viz.store.base import Filter, Store
from lineage_viz.ui.entities.listing import facets, page_number, search_text
from lineage_viz.ui.frame import frame
from lineage_viz.ui.not_loaded import not_whole, nothing_loaded
from lineage_viz.ui.snapshot_line import snapshot_line
from lineage_viz.ui.source import current_store
from lineage_viz.ui.table import entity_table
from lineage_viz.ui.trouble import errors_shown, unavailable_shown
from lineage_viz.words import count, how_much

PAGE_SIZE = 50


def rows(store: Store, text: str, filter_: Filter) -> None:
    """Show one page of the search results."""
    hits = store.search(text, filter_=filter_, limit=PAGE_SIZE)
    total = hits.total
    if not total:
        st.info("Nothing found. Try fewer words, a part of the name or ARN, or all types.")
        return
    # The table's own buttons cover the right end of this line: it ends with words, not with something to click.
    with st.container(horizontal=True, vertical_alignment="center"):
        number = page_number(-(-total // PAGE_SIZE), key=f"page {text} {filter_}")
        position = st.empty()
    first = (number - 1) * PAGE_SIZE
    if first:
        hits = store.search(text, filter_=filter_, limit=PAGE_SIZE, offset=first)
    order = "best match first" if text else "newest first"
    last = first + len(hits.entities)
    position.caption(f"{first + 1:,} to {last:,} of {count(total, 'entity', 'entities')}, {order}")
    entity_table(hits.entities, key=f"rows {text} {filter_} {number}", on_choose=remember, height="content")


def remember(arn: str) -> None:
    """Keep the chosen ARN: a callback cannot switch pages, only the body of a page can."""
    st.session_state["opened"] = arn


frame("Entities")
with errors_shown():
    store = current_store()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Entities", anchor=False)
        snapshot_line(store)
    counts = store.counts()
    if counts.entities:
        not_whole(store)
        total = how_much(counts.entities, counts.associations)
        st.caption(total + (f", {counts.unresolved:,} outside this account" if counts.unresolved else ""))
        text = search_text()
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            filter_ = facets(counts)
        with unavailable_shown("rows"):
            rows(store, text, filter_)
        if arn := st.session_state.pop("opened", ""):
            st.switch_page("pages/explore.py", query_params={"focus": arn})
    else:
        nothing_loaded(store)
