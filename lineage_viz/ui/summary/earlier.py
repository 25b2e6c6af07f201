"""The news since the snapshot before: of each account on screen, the kept snapshot that was taken before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from lineage_viz.difference.news import News, news
from lineage_viz.home import here
from lineage_viz.model import SnapshotInfo
from lineage_viz.reload import Kept, all_kept
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.folder import sha256
from lineage_viz.snapshot.manifest import FILE_NAME


@dataclass(frozen=True, slots=True)
class Since:
    """The news of one account since an earlier time."""

    account: str
    region: str
    before: datetime
    news: News


def news_of(snapshots: Sequence[SnapshotInfo]) -> list[Since]:
    """Return the news of each snapshot that is kept here beside an earlier one. Raises SnapshotError, BadRow."""
    kept = all_kept(Settings.from_environment())
    pairs = ((info, pair) for info in snapshots if (pair := _pair(info, kept)))
    return [
        Since(info.account, info.region, before.manifest.taken, _news(*_key(before), *_key(now)))
        for info, (now, before) in pairs
    ]


def _pair(info: SnapshotInfo, kept: Sequence[Kept]) -> tuple[Kept, Kept] | None:
    """Return the kept snapshot on screen, and the last one before it; None without both."""
    same = [each for each in kept if each.manifest.origin == info.origin]  # the newest first
    now = next((each for each in same if each.manifest.taken == info.taken), None)
    before = next((each for each in same if now and each.manifest.taken < now.manifest.taken), None)
    return (now, before) if now and before else None


def _key(kept: Kept) -> tuple[str, str]:
    """Return the path, and the digest by which the cache knows the content."""
    path = here(Settings.from_environment(), kept.path)
    return str(path), sha256(path / FILE_NAME)


@st.cache_data(max_entries=8, show_spinner="Comparing with the snapshot before …")
def _news(before: str, before_digest: str, now: str, now_digest: str) -> News:
    del before_digest, now_digest  # only Streamlit's cache reads them
    return news(open_folder(Path(before)).entities(), open_folder(Path(now)).entities())
