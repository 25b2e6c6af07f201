"""What is loaded, of which account, from when, and where."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.store.factory import reloaded
from lineage_viz.ui.not_loaded import not_whole
from lineage_viz.ui.source import current_store, trouble_opening
from lineage_viz.ui.text import literal, moment
from lineage_viz.ui.trouble import unavailable, unavailable_shown
from lineage_viz.words import age, count, moment_utc

_NAME = "loaded"


def loaded(settings: Settings) -> None:
    """The target and its counts, then each snapshot with what it lacks. Raises LineageVizError."""
    with unavailable_shown(_NAME):
        _loaded(settings, current_store())


def _loaded(settings: Settings, store: Store) -> None:
    counts, snapshots = store.counts(), store.snapshots
    try:
        store.check()
    except StoreUnavailable as error:
        unavailable(error, _NAME, "What stands here was read before.")
    outside = f"{counts.unresolved:,} outside the account" if counts.unresolved else ""
    _facts(
        ("Served by", target_words(settings), ""),
        ("Entities", f"{counts.entities:,}", outside),
        ("Associations", f"{counts.associations:,}", ""),
        *_of_snapshots(snapshots),
    )
    if not (settings.neptune or settings.snapshots or reloaded(settings)):
        st.info("This is the demo account. Reload to show your own.", icon=":material/info:")
    elif counts.entities:
        not_whole(store)
    elif not snapshots:
        st.info("Nothing is loaded yet. Reload, or restore a snapshot that is kept.", icon=":material/inbox:")
    _lacking(store)


def target_words(settings: Settings) -> str:
    """What a reload changes."""
    return f"Neptune at {settings.target}" if settings.neptune else "This app"


def _of_snapshots(snapshots: Sequence[SnapshotInfo]) -> list[tuple[str, str, str]]:
    accounts = sorted({info.account for info in snapshots if info.account})
    regions = sorted({info.region for info in snapshots if info.region})
    taken = [info.taken for info in snapshots if info.taken]
    facts = []
    if accounts:
        said = accounts[0] if len(accounts) == 1 else count(len(accounts), "account")
        facts.append(("Account", said, ", ".join(regions)))
    if taken:
        oldest = min(taken)
        facts.append(("Taken", age(oldest, datetime.now(UTC)), moment(oldest)))
    return facts


def _facts(*facts: tuple[str, str, str]) -> None:
    """Each with its name above and the smaller print below."""
    with st.container(horizontal=True, gap="large", key="facts"):
        for name, value, more in facts:
            with st.container(gap=None, width="content"):
                st.caption(name)
                st.markdown(f"**{literal(value)}**" + (f" :gray[{literal(more)}]" if more else ""))


def _lacking(store: Store) -> None:
    """What is not as it should be, and each snapshot where there are several."""
    if trouble := trouble_opening():
        st.warning(
            f"What is shown may not be what was reloaded last: {literal(trouble, 1_000)}",
            icon=":material/warning:",
        )
    for info in store.snapshots:
        if len(store.snapshots) > 1:
            when = f"{moment(info.taken)} ({moment_utc(info.taken)})" if info.taken else ""
            st.caption(literal(" · ".join(filter(None, (info.account or info.path, info.region, when)))))
        if info.incomplete:
            st.warning(
                f"The snapshot is not complete: {literal('; '.join(info.incomplete), 1_000)}",
                icon=":material/warning:",
            )
