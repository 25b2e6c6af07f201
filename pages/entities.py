"""The Entities page: search and filter all loaded entities; a button in each row opens the Explore page."""

from dataclasses import replace

import streamlit as st

from lineage_viz.search.asked import asked_of
from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.entities.chosen import compared_by_link
from lineage_viz.ui.entities.facets import facets, known_accounts, period
from lineage_viz.ui.entities.link import whole_query
from lineage_viz.ui.entities.listing import search_text, unknown_values
from lineage_viz.ui.entities.work_list import work_list
from lineage_viz.ui.frame import frame
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.not_loaded import not_whole, nothing_loaded
from lineage_viz.ui.opened_row import opened
from lineage_viz.ui.saved_menu import saved_menu
from lineage_viz.ui.snapshot_line import gaps_line, snapshot_line
from lineage_viz.ui.source import current_store
from lineage_viz.ui.trouble import errors_shown, unavailable_shown
from lineage_viz.ui.unresolved import unresolved_words
from lineage_viz.ui.visible_views import list_query
from lineage_viz.words import how_much

if __name__ != "__main__":
    app = st.App(refuse_alone())

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
        unknown = unknown_values(counts, facts, known_accounts(store))
        link_line((*unknown, *compared_by_link(store)))
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            text, within = search_text(), period(store)
            saved_menu(list_query(whole_query()))
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="xsmall"
        ):
            filter_ = facets(store, counts, facts, asked_of(store, text, within))
        with unavailable_shown("rows"):
            work_list(store, counts, text, replace(filter_, also=within.also))
        if arn := opened():
            st.switch_page("pages/explore.py", query_params={"focus": arn})
    else:
        nothing_loaded(store)
