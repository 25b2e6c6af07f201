"""The results of all models and endpoints, read once for all visitors."""

import streamlit as st

from lineage_viz.audit.kept_rows import rows_of
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.row import Row
from lineage_viz.progress import Progress
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.text import literal


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(8)


def all_models(store: Store, pack: Pack) -> tuple[Row, ...]:
    """Return a row for each model package and endpoint that may be live, the worst first. Raises StoreUnavailable."""
    key = store.edition, pack.name, pack.digest, pack.rules.waivers
    place = st.empty()

    def show(progress: Progress) -> None:
        if progress.total:
            place.progress(progress.done / progress.total, text=literal(progress.in_words))

    rows: tuple[Row, ...] = _memory().recall(key, lambda: rows_of(store, store.snapshots, pack, show))
    place.empty()
    return rows
