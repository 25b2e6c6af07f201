"""The Entities page: search and filter all loaded entities; a button in each row opens the Explore page."""

import streamlit as st

from lineage_viz.search.asked import Answer, asked_of
from lineage_viz.store.base import Counts, Store
from lineage_viz.store.filter import Filter
from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.entities.download import download
from lineage_viz.ui.entities.listing import (
    facets,
    noted,
    nothing_found,
    page_numbers,
    search_text,
    search_understood,
    sorting,
    unknown_values,
    wanted_page,
    within,
)
from lineage_viz.ui.explore.state import select
from lineage_viz.ui.frame import frame
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.not_loaded import not_whole, nothing_loaded
from lineage_viz.ui.snapshot_line import gaps_line, snapshot_line
from lineage_viz.ui.source import current_store
from lineage_viz.ui.table import entity_table
from lineage_viz.ui.trouble import errors_shown, unavailable_shown
from lineage_viz.ui.unresolved import unresolved_words
from lineage_viz.words import count, how_much

if __name__ != "__main__":
    app = st.App(refuse_alone())

PAGE_SIZE = 50


def rows(store: Store, counts: Counts, text: str, filter_: Filter) -> None:
    """Show one page of the search results."""
    search = asked_of(store, text, filter_)
    if not search_understood(search):
        return
    order = sorting(counts, search.words)

    def page_of(number: int) -> Answer:
        return search.answer(store, order=order.order, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)

    number = wanted_page()
    hits = page_of(number)
    pages = -(-hits.total // PAGE_SIZE)
    if number > pages > 0:  # a link to a page that no longer exists
        number, hits = pages, page_of(pages)
    noted(hits.note if hits.total else "")
    if not hits.total:
        st.info(nothing_found(text, filter_))
        return
    # The table's own buttons cover the right end of this line: it ends with words, not with something to click.
    with st.container(horizontal=True, vertical_alignment="center"):
        page_numbers(pages, number, key=f"page {text} {filter_} {pages}")
        download(store, search, within(filter_), order.order or order.usual, hits.total)
        first = (number - 1) * PAGE_SIZE
        last = first + len(hits.entities)
        place = f"{first + 1:,} to {last:,} of {count(hits.total, 'entity', 'entities')}"
        st.caption(f"{place}, {order.words or 'best match first'}")
    entity_table(hits.entities, key="rows", on_open=remember, height="content", sorting=order)


def remember(arn: str) -> None:
    """Keep the chosen ARN: a callback cannot switch pages, only the body of a page can."""
    select("")  # the picture takes the keyboard
    st.session_state["opened"] = arn


frame("Entities")
with errors_shown():
    store = current_store()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Entities", anchor=False)
        snapshot_line(store)
    gaps_line(store)
    counts = store.counts()
    if counts.entities:
        not_whole(store)
        unresolved = unresolved_words(counts.unresolved, store.snapshots)
        st.caption(", ".join(filter(None, (how_much(counts.entities, counts.associations), unresolved))))
        facts = store.fact_counts()
        link_line(unknown_values(counts, facts))
        text = search_text()
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="xsmall"
        ):
            filter_ = facets(counts, facts, text)
        with unavailable_shown("rows"):
            rows(store, counts, text, filter_)
        if arn := st.session_state.pop("opened", ""):
            st.switch_page("pages/explore.py", query_params={"focus": arn})
    else:
        nothing_loaded(store)
