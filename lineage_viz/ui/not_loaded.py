"""The store is empty, or holds only a part of a snapshot: a page says so, and gives the next step."""

import streamlit as st

from lineage_viz.store.base import Store
from lineage_viz.ui.source import on_neptune
from lineage_viz.ui.trouble import watch_for_a_load


def nothing_loaded(store: Store) -> None:
    """The store is empty: what to do next."""
    if on_neptune():
        then = "Reload it, on the Admin page or by this command; this page shows it once it is there:"
        commands = "python -m lineage_viz reload"
    else:
        then = "Export an account's lineage, then start the app on it:"
        commands = "python -m lineage_viz export --out snapshots\npython -m lineage_viz run --snapshot snapshots/NAME"
    st.info(f"Nothing is loaded yet. {then}", icon=":material/inbox:")
    st.code(commands, language="bash")
    watch_for_a_load(store)


def not_whole(store: Store) -> None:
    """What is there has no snapshot that it is of: say so."""
    if store.snapshots:
        return
    st.warning(
        "What is loaded is not whole: a load is under way, or was broken off. Entities and associations may be "
        "missing here. This page shows them once the load is done; if none is running, reload or restore "
        "a snapshot on the Admin page, or start it again with `python -m lineage_viz load snapshots/NAME`.",
        icon=":material/hourglass_top:",
    )
    watch_for_a_load(store)
