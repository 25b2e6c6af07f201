"""The messages for an empty store and for an incomplete load, with the next step."""

import streamlit as st

from lineage_viz.store.base import Store
from lineage_viz.ui.source import on_neptune
from lineage_viz.ui.trouble import watch_for_a_load


def nothing_loaded(store: Store) -> None:
    """Show that the store is empty, and the commands that fill it."""
    if on_neptune():
        then = "Reload on the Admin page or with this command. This page then shows the lineage by itself:"
        commands = "python -m lineage_viz reload"
    else:
        then = "Export an account's lineage, then start the app on it:"
        commands = "python -m lineage_viz export --out snapshots\npython -m lineage_viz run --snapshot snapshots/NAME"
    st.info(f"Nothing is loaded yet. {then}", icon=":material/inbox:")
    st.code(commands, language="bash")
    watch_for_a_load(store)


def not_whole(store: Store) -> None:
    """Warn when the store has entities but no complete snapshot."""
    if store.snapshots:
        return
    st.warning(
        "The loaded lineage is incomplete: a load is running or was interrupted. Entities and associations may be "
        "missing. When the load has ended, this page shows all of them. If no load is running, reload or restore "
        "a snapshot on the Admin page, or load it again with `python -m lineage_viz load snapshots/NAME`.",
        icon=":material/hourglass_top:",
    )
    watch_for_a_load(store)
