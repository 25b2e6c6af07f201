"""The summary of the loaded snapshots: target, counts, account, region and time."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.store.factory import reloaded
from lineage_viz.ui.not_loaded import not_whole, nothing_yet
from lineage_viz.ui.source import current_store, trouble_opening
from lineage_viz.ui.stalest import names, stalest
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import unavailable, unavailable_shown
from lineage_viz.ui.unresolved import unresolved_words
from lineage_viz.words import age, count, moment

_NAME = "loaded"


def loaded_summary(settings: Settings) -> None:
    """Show the target with its counts, then the defects of each snapshot. Raises LineageVizError."""
    with unavailable_shown(_NAME):
        _summary(settings, current_store())


def is_demo(settings: Settings) -> bool:
    """True when the app shows the demo account, because nothing else is set or was reloaded."""
    return not (settings.neptune or settings.snapshots or reloaded(settings))


def _summary(settings: Settings, store: Store) -> None:
    counts, snapshots = store.counts(), store.snapshots
    try:
        store.check()
    except StoreUnavailable as error:
        unavailable(error, _NAME, "These figures were read earlier.")
    _facts(
        ("Served by", target_words(settings), ""),
        ("Entities", f"{counts.entities:,}", unresolved_words(counts.unresolved, snapshots)),
        ("Associations", f"{counts.associations:,}", ""),
        *_of_snapshots(snapshots),
    )
    if is_demo(settings):
        st.info(
            "This is the demo account. Reload to show your own, or restore a kept snapshot.",
            icon=":material/info:",
        )
    elif counts.entities:
        not_whole(store)
    elif not snapshots:
        st.info(f"{nothing_yet()} Reload, or restore a kept snapshot.", icon=":material/inbox:")
    _defects(store)


def target_words(settings: Settings) -> str:
    """The name of the target that a reload changes."""
    return f"Neptune at {settings.target}" if settings.neptune else "This app"


def _of_snapshots(snapshots: Sequence[SnapshotInfo]) -> list[tuple[str, str, str]]:
    accounts = sorted({info.account for info in snapshots if info.account})
    regions = sorted({info.region for info in snapshots if info.region})
    facts = []
    if accounts:
        words = accounts[0] if len(accounts) == 1 else count(len(accounts), "account")
        facts.append(("Account", words, ", ".join(regions)))
    if folders := sorted({info.folder for info in snapshots if info.folder}):
        words = folders[0] if len(folders) == 1 else count(len(folders), "folder")
        facts.append(("Folder of another tool", words, ""))
    if oldest := stalest(snapshots, Settings.from_environment()):
        of = f"{oldest.name}, " if len(snapshots) > 1 and oldest.is_stale else ""
        name = "Oldest" if len(snapshots) > 1 else "Taken"
        facts.append((name, age(oldest.taken, datetime.now(UTC)), f"{of}{moment(oldest.taken)}"))
    return facts


def _facts(*facts: tuple[str, str, str]) -> None:
    """Show each fact as its name, its value and an addition in grey."""
    with st.container(horizontal=True, gap="large", key="facts"):
        for name, value, more in facts:
            with st.container(gap=None, width="content"):
                st.caption(name)
                st.markdown(f"**{literal(value)}**" + (f" :gray[{literal(more)}]" if more else ""))


def _defects(store: Store) -> None:
    """Show the gaps of each snapshot, and what is outdated."""
    if trouble := trouble_opening():
        st.warning(
            f"The app may not show the snapshot that was reloaded last. {literal(trouble, 1_000)}",
            icon=":material/warning:",
        )
    name = names(Settings.from_environment())
    for info in store.snapshots:
        if info.incomplete:
            of = f" of {literal(name(info))}" if len(store.snapshots) > 1 else ""
            st.warning(
                f"The snapshot{of} has gaps: {literal('; '.join(info.incomplete), 1_000)}",
                icon=":material/warning:",
            )
