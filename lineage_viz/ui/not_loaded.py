"""The messages for a store without a complete snapshot, each with the next step."""

import streamlit as st

from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.base import Store
from lineage_viz.typed_command import typed_command
from lineage_viz.ui.cluster_watch import recovery
from lineage_viz.ui.source import on_neptune
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import watch_for_a_change, watch_for_a_load
from lineage_viz.words import OR_A_REPLACE, is_mix


def has_entities(store: Store, *, unknown: bool) -> bool:
    """True when the store has entities; `unknown` while it does not answer, unless that is False.

    Raises StoreUnavailable.
    """
    try:
        return store.counts().entities > 0
    except StoreUnavailable:
        if unknown:
            return True
        raise


def nothing_yet() -> str:
    """The sentence about an empty store. A cluster may be empty for the moment only."""
    return f"Nothing is loaded yet, {OR_A_REPLACE}." if on_neptune() else "Nothing is loaded yet."


def nothing_loaded(store: Store) -> None:
    """Show that the store is empty, and the commands that fill it."""
    if on_neptune():
        then = "Reload on the Admin page or with this command. This page then shows the lineage by itself:"
        commands = f"{typed_command()} reload"
    else:
        then = "Export an account's lineage, then start the app on it:"
        commands = (
            f"{typed_command()} export --out snapshots\n{typed_command()} run --snapshot snapshots/NAME"
        )
    if on_neptune() and (state := recovery().words):
        st.warning(literal(state, 1_000), icon=":material/hourglass_top:")
    st.info(f"{nothing_yet()} {then}", icon=":material/inbox:")
    st.code(commands, language="bash")
    watch_for_a_load(store)


def not_whole(store: Store) -> None:
    """Warn when the store may not be whole: a load has not ended, or another tool loaded the entities."""
    if store.snapshots:
        _not_mixed(store)
        return
    loading = store.loading
    if loading:
        st.warning(
            "The loaded lineage is incomplete: a load is running or was interrupted. Entities and associations may be "
            "missing. When the load has ended, this page shows all of them. If no load is running, reload or restore "
            f"a snapshot on the Admin page, or load it again with `{typed_command()} load snapshots/NAME`.",
            icon=":material/hourglass_top:",
        )
    else:
        st.info(
            "This cluster holds data that was not loaded by lineage_viz. It is shown as it is: when it was taken, and "
            "whether it is complete, is not recorded. To see the lineage of an account instead, use another cluster; "
            "or reset this one, which deletes this data, and reload.",
            icon=":material/database:",
        )
    watch_for_a_change(store, str(loading), lambda: str(store.loading))


def _not_mixed(store: Store) -> None:
    """Warn while the graph may be a mix of two loads."""
    if not is_mix(store.gaps):
        return
    state = _state()
    st.warning(
        f"**This may be a mix of the old and the new lineage.** {literal(state, 1_000)} When the load, or its repair, "
        "has ended, this page shows one of them by itself.",
        icon=":material/hourglass_top:",
    )
    watch_for_a_change(store, state, _state)


def _state() -> str:
    return recovery().words or "A load has started and has not ended."
