"""The line with the account, region and time of the loaded snapshots."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.ui.source import trouble_opening
from lineage_viz.ui.stalest import names, stalest
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import is_down, waiting_shown, watch_if_down
from lineage_viz.words import age, count, moment


def snapshot_line(store: Store) -> None:
    """Show the account, region and time of the loaded snapshots, and a warning when the store does not answer."""
    line, hover = "", ""
    with suppress(StoreUnavailable), waiting_shown():
        line, hover = line_words(store)
    words = [literal(line), "**Neptune does not answer**" if is_down(store) else ""]
    st.caption(" · ".join(filter(None, words)), help=literal(hover, 2_000) or None, text_alignment="right")
    watch_if_down(store)


def gaps_line(store: Store) -> None:
    """Name the gaps of the loaded snapshots. The container is always there, so that nothing below it moves."""
    with st.container(key="gaps"), suppress(StoreUnavailable):
        gaps_caption(store.gaps)


def gaps_caption(gaps: Sequence[str]) -> None:
    """Name these gaps; nothing without any."""
    if gaps:
        words = "; ".join(gap.removesuffix(".") for gap in gaps)
        st.caption(f":material/warning: The snapshot has gaps: {literal(words, 1_000)}.")


def line_words(store: Store) -> tuple[str, str]:
    """The line, and its hover text: times in UTC, and the gaps of a snapshot, or why it is outdated."""
    if not store.snapshots:
        return "No snapshot is loaded", ""
    return words_of(store.snapshots, store.gaps, store.caveat, trouble_opening())


def words_of(
    snapshots: Sequence[SnapshotInfo], gaps: Sequence[str], caveat: str, trouble: str
) -> tuple[str, str]:
    """The line about these snapshots, and its hover text. `trouble` is the reason why newer ones are not open."""
    accounts = sorted({info.account for info in snapshots if info.account})
    regions = sorted({info.region for info in snapshots if info.region})
    folders = sorted({info.folder or info.path for info in snapshots if not info.account})
    parts = [_named("Account", accounts), ", ".join(regions), _named("Folder", folders)]
    dated = [info for info in snapshots if info.taken]
    parts.append(_age_of(dated))
    if trouble:
        parts.append("may not be the newest")
    hover = [
        *_taken_each(dated),
        *(f"Incomplete: {reason}" for reason in gaps),
        *([f"About completeness: {caveat}"] if caveat else []),
        *filter(None, [trouble.removesuffix(".")]),
    ]
    return " · ".join(filter(None, parts)), ". ".join(hover)


def _age_of(dated: Sequence[SnapshotInfo]) -> str:
    """Return the time of the only snapshot, else the age of the oldest one, with its name if it is stale."""
    oldest = stalest(dated, Settings.from_environment())
    if oldest is None:
        return ""
    if len(dated) > 1 and oldest.is_stale:
        return oldest.words
    words = f"{moment(oldest.taken)}, {age(oldest.taken, datetime.now(UTC))}"
    if all(info.folder for info in dated):
        return f"newest file of {words}"
    return f"oldest of {words}" if len(dated) > 1 else words


def _taken_each(dated: Sequence[SnapshotInfo]) -> list[str]:
    name = names(Settings.from_environment())
    several = len(dated) > 1
    return [f"{name(info)}: {_taken(info)}" if several else _taken(info) for info in dated]


def _taken(info: SnapshotInfo) -> str:
    at = moment(info.taken) if info.taken else ""
    return (
        f"The newest file is of {at}; the time of the lineage is not known" if info.folder else f"Taken {at}"
    )


def _named(noun: str, names: Sequence[str]) -> str:
    """Return `Account 123456789012`, `2 accounts`, or an empty text."""
    return f"{noun} {names[0]}" if len(names) == 1 else count(len(names), noun.lower()) if names else ""
