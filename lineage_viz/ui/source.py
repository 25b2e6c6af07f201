"""Where pages get their store: opened once per process, shared by all visitors."""

from datetime import UTC, datetime

import streamlit as st

from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store
from lineage_viz.ui.text import moment, moment_utc
from lineage_viz.words import age, count


@st.cache_resource(show_spinner="Opening the snapshot …")
def _opened(_settings: Settings, key: str) -> Store:
    del key  # what the cache goes by
    return open_store(_settings)


def current_store() -> Store:
    """The configured store. Raises SettingsError, SnapshotError, StoreError."""
    settings = Settings.from_environment()
    return _opened(settings, repr(settings))


def on_neptune() -> bool:
    """Whether what is loaded is on Neptune, where it can change while the app runs."""
    return Settings.from_environment().neptune is not None


def snapshot_line(store: Store) -> tuple[str, str]:
    """Of which account and region, and how old; and the same times in UTC, for hovering."""
    snapshots = store.snapshots
    if not snapshots:
        return "No snapshot is loaded", ""
    accounts = sorted({info.account for info in snapshots if info.account})
    regions = sorted({info.region for info in snapshots if info.region})
    name = f"Account {accounts[0]}" if len(accounts) == 1 else count(len(accounts), "account")
    parts = [name if accounts else "Snapshot without a manifest", ", ".join(regions)]
    taken = [info.taken for info in snapshots if info.taken]
    if taken:
        parts.append(f"{moment(max(taken))}, {age(max(taken), datetime.now(UTC))}")
    incomplete = [reason for info in snapshots for reason in info.incomplete]
    hover = [
        *(f"Taken {moment_utc(at)}" for at in taken),
        *(f"Incomplete: {reason}" for reason in incomplete),
    ]
    return " · ".join(filter(None, parts)), ". ".join(hover)
