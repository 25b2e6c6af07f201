"""The Audit page: all models with their results, or the review of one model, read like a report."""

import streamlit as st

from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.audit.early_list import early_list
from lineage_viz.ui.audit.finder import finder
from lineage_viz.ui.audit.model_list import model_list
from lineage_viz.ui.audit.place import unknown_parts, wanted_model
from lineage_viz.ui.audit.review_view import review_view
from lineage_viz.ui.audit.stale_line import stale_line
from lineage_viz.ui.frame import frame
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.not_loaded import not_whole, nothing_loaded
from lineage_viz.ui.snapshot_line import gaps_line, snapshot_line
from lineage_viz.ui.source import current_store
from lineage_viz.ui.trouble import errors_shown

if __name__ != "__main__":
    app = st.App(refuse_alone())


def _whole_page() -> None:
    store = current_store()
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        finder(store)
        snapshot_line(store)
    gaps_line(store)
    if not store.counts().entities:
        st.title("Audit", anchor=False)
        nothing_loaded(store)
        return
    not_whole(store)
    stale_line(store.snapshots)
    if wanted_model():
        link_line(unknown_parts())
        review_view(store, actor)
    else:
        model_list(store)


actor = frame("Audit")
with errors_shown():
    if wanted_model() or not early_list():
        _whole_page()
