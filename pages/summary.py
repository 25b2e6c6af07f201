"""The Summary page: what is live, what waits, what failed, what is new; each list leads to its entities."""

import streamlit as st

from lineage_viz.component.report import report_blocks
from lineage_viz.questions.served_versions import live_models
from lineage_viz.search.vocabulary import taken
from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.frame import frame
from lineage_viz.ui.not_loaded import not_whole, nothing_loaded
from lineage_viz.ui.snapshot_line import gaps_line, snapshot_line
from lineage_viz.ui.source import current_store
from lineage_viz.ui.summary.critical_view import critical_blocks
from lineage_viz.ui.summary.earlier_view import earlier_blocks
from lineage_viz.ui.summary.section_view import summary_blocks
from lineage_viz.ui.summary.stale_view import stale_blocks
from lineage_viz.ui.summary.views_view import views_blocks
from lineage_viz.ui.trouble import errors_shown, waiting_shown

if __name__ != "__main__":
    app = st.App(refuse_alone())

frame("Summary")
with errors_shown():
    store = current_store()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Summary", anchor=False)
        snapshot_line(store)
    gaps_line(store)
    if store.counts().entities:
        not_whole(store)
        with waiting_shown():
            live = live_models(store)
            lists = [*summary_blocks(store, live), *critical_blocks(store, live)]
            lists += stale_blocks(store, live, taken(store))
        report_blocks([*lists, *views_blocks(store)], key="summary")
        st.space("small")
        report_blocks(earlier_blocks(store.snapshots), key="changes")  # read after the lists are on screen
    else:
        nothing_loaded(store)
