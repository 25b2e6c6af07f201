"""The results of all models and endpoints, read once for all visitors."""

import streamlit as st

from lineage_viz.audit.kept_rows import packs_to_renew, rows_of
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.row import Row
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.audit.packs import judged_today
from lineage_viz.ui.text import literal


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(8)


def all_models(store: Store, pack: Pack) -> tuple[Row, ...]:
    """Return a row for each model package and endpoint that may be live, the worst first. Raises StoreUnavailable."""
    place = st.empty()

    def show(progress: Progress) -> None:
        if progress.total:
            place.progress(progress.done / progress.total, text=literal(progress.in_words))

    rows = _rows(store, pack, show)
    place.empty()
    return rows


def renew_rows(store: Store) -> None:
    """Make and keep the rows of snapshots that stand without them, before a visitor waits for them.

    That is the case after an export alone, an adoption, or an upgrade of this program. A visitor who comes meanwhile
    waits for the same rows. Raises StoreUnavailable.
    """
    for pack in packs_to_renew(store.snapshots):
        _rows(store, judged_today(pack), silent)


def _rows(store: Store, pack: Pack, listener: ProgressListener) -> tuple[Row, ...]:
    key = store.edition, pack.name, pack.digest, pack.rules.waivers
    rows: tuple[Row, ...] = _memory().recall(key, lambda: rows_of(store, store.snapshots, pack, listener))
    return rows
