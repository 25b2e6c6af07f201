"""The accounts of the app as values: each source, and each account that is shown, with its age and its last job."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lineage_viz.jobs import Job, JobBook, JobKind, JobState
from lineage_viz.model import Origin, SnapshotInfo, origin_name
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.sources import Source, Sources
from lineage_viz.ui.stalest import is_stale

_KINDS = (JobKind.RELOAD, JobKind.EXPORT)


@dataclass(frozen=True, slots=True)
class Account:
    """One account and region. `source`: it can be reloaded. `shown`: its snapshot, None if none is served."""

    origin: Origin
    source: Source | None = None
    shown: SnapshotInfo | None = None
    is_stale: bool = False
    running: Job | None = None
    last: Job | None = None

    @property
    def name(self) -> str:
        """The name of its source, else its account or folder."""
        return self.source.name if self.source else self.origin[0] or self.origin[1]

    @property
    def key(self) -> str:
        """Its account and region as one word, as commands take it."""
        return origin_name(self.origin)

    @property
    def named(self) -> Named | None:
        """Its served snapshot, to remove it."""
        return Named.of(self.shown) if self.shown else None

    @property
    def taken(self) -> datetime | None:
        """The time of its served snapshot."""
        return self.shown.taken if self.shown else None


def accounts(
    settings: Settings, sources: Sources | None, shown: Sequence[SnapshotInfo], active: Iterable[Job]
) -> tuple[Account, ...]:
    """Return the sources in the order of their file, then the other shown accounts. Raises JobBookError."""
    loaded = {info.origin: info for info in shown}
    by_origin = {each.origin: each for each in sources.each} if sources else {}
    running = {job.order.source: job for job in active}
    ended = _ended(settings) if sources else {}
    newest = max((info.taken for info in shown if info.taken), default=None)

    def account(origin: Origin) -> Account:
        source, info = by_origin.get(origin), loaded.get(origin)
        name = source.name if source else ""
        stale = bool(info and info.taken and newest and is_stale(info.taken, newest, settings.fresh))
        jobs = (running.get(name), ended.get(name)) if name else (None, None)
        return Account(origin, source, info, stale, *jobs)

    return tuple(map(account, dict.fromkeys((*by_origin, *loaded))))


def _ended(settings: Settings) -> dict[str, Job]:
    """The newest ended job of each source on this target, or into its folder."""
    book, own = JobBook(settings.jobs), (settings.target, str(settings.kept.absolute()))
    found: dict[str, Job] = {}
    for job in book.jobs(book.count()):
        if (
            job.order.source
            and not job.state.is_active
            and job.order.kind in _KINDS
            and job.order.target in own
        ):
            found.setdefault(job.order.source, job)
    return found


def differences(job: Job) -> list[str]:
    """The lines of a dry run with its difference; none of any other job."""
    if job.order.kind is not JobKind.EXPORT or job.state is not JobState.SUCCEEDED:
        return []
    return [line.strip() for line in job.result.splitlines()[2:]]


def made(job: Job) -> Path:
    """The folder of the snapshot that an export made."""
    return Path(job.result.partition("\n")[0]).resolve()
