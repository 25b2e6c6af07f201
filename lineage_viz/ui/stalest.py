"""The age of what is shown, by one rule for all pages: the oldest snapshot counts, and a stale one is named."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lineage_viz.errors import LineageVizError
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.sources import Sources, sources_of
from lineage_viz.words import age

_APART = timedelta(days=1)
"""Without an allowed age, a snapshot is stale if it is older than the newest one by this."""


@dataclass(frozen=True, slots=True)
class Stalest:
    """The oldest of the shown snapshots. `is_stale`: its account is behind, and the page names it."""

    name: str
    taken: datetime
    is_stale: bool

    @property
    def words(self) -> str:
        """Its name with its age: `prod eu-west-1: 3 days old`."""
        return f"{self.name}: {age_words(self.taken)}"


def stalest(snapshots: Iterable[SnapshotInfo], settings: Settings) -> Stalest | None:
    """Return the oldest snapshot with a time; None without one."""
    dated = [(info.taken, info) for info in snapshots if info.taken]
    if not dated:
        return None
    taken, info = min(dated, key=lambda each: each[0])
    return Stalest(names(settings)(info), taken, is_stale(taken, max(at for at, _ in dated), settings.fresh))


def is_stale(taken: datetime, newest: datetime, fresh: timedelta | None) -> bool:
    """True when a snapshot is older than the settings allow; without such a setting, if it is far behind the newest."""
    if fresh is not None:
        return datetime.now(UTC) - taken > fresh
    return newest - taken >= _APART


def names(settings: Settings) -> Callable[[SnapshotInfo], str]:
    """Return a function with the name of a snapshot's origin: `prod eu-west-1`, or `123456789012 eu-west-1`."""
    sources = known_sources(settings)

    def name(info: SnapshotInfo) -> str:
        source = sources.of(info.account, info.region) if sources else None
        first = source.name if source else info.account or info.folder or info.path
        return first if first.endswith(f"-{info.region}") else " ".join(filter(None, (first, info.region)))

    return name


def known_sources(settings: Settings) -> Sources | None:
    """The sources, for their names alone; a mistake in their file is told where they are needed."""
    with suppress(LineageVizError):
        return sources_of(settings)
    return None


def age_words(taken: datetime) -> str:
    """Return an age as in `3 days old`."""
    words = age(taken, datetime.now(UTC))
    return f"{words.removesuffix(' ago')} old" if words.endswith(" ago") else words
