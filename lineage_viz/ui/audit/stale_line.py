"""The line that says that the audited snapshot is too old."""

from collections.abc import Iterable
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.audit.freshness import stale_words
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.ui.text import literal


def stale_line(snapshots: Iterable[SnapshotInfo]) -> None:
    """Show the sentence if the snapshot is older than the settings allow."""
    if words := stale_words(snapshots, Settings.from_environment().fresh, datetime.now(UTC)):
        st.warning(literal(words, 1_000), icon=":material/history:")
