"""The result of the last reload. Without this check nobody notices a reload that fails every night."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from lineage_viz.errors import JobBookError
from lineage_viz.health.finding import Details, Finding, ok, warning
from lineage_viz.home import home_of
from lineage_viz.jobs import Job, JobBook, JobKind, JobState
from lineage_viz.settings import SOURCES, Settings
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.sources import Source
from lineage_viz.store.factory import reloaded
from lineage_viz.words import age, moment

NAME = "Last reload"

_ENDED = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.INTERRUPTED})
"""The ends that count. A reload that a user cancelled says nothing about the next one."""


def last_reload(settings: Settings, source: Source | None = None, now: datetime | None = None) -> Finding:
    """Judge the last reload of these settings' target in the job record: that of a source. Raises JobBookError."""
    job = last_ended(JobBook(settings.jobs), settings.target, source)
    if job is None or job.ended is None:
        return ok(NAME, "No reload is recorded yet.")
    when = age(job.ended, now or datetime.now(UTC))
    details: Details = {"job": job.id, "ended": job.ended.isoformat()}
    if job.state is JobState.SUCCEEDED and not source and (hidden := _hidden(settings)):
        return hidden
    if job.state is JobState.SUCCEEDED:
        sentence = f"Succeeded {when}, {moment(job.ended)}."
        return ok(NAME, sentence).with_(details)
    sentence = f"{str(job.state).capitalize()} {when}: {job.error}"
    again = f"reload {source.name} again" if source else "reload again"
    return warning(NAME, sentence, f"See the log of job {job.id}, and {again}.").with_(details)


def run_here(settings: Settings) -> bool:
    """True when a reload of these settings' target has run on this machine, as far as the job record tells."""
    with suppress(JobBookError):
        return last_ended(JobBook(settings.jobs), settings.target) is not None
    return False


def _hidden(settings: Settings) -> Finding | None:
    """The finding about a failed reload that may be of another account than the successful one after it.

    Without a file of sources, a job does not say its account. Of several shown accounts, one that is older than the
    failure may be the one that failed.
    """
    shown = _times(settings)
    if len(shown) < 2:
        return None
    for job in _reloads(JobBook(settings.jobs), settings.target):
        if job.state is not JobState.SUCCEEDED and job.ended and job.ended > min(shown):
            ended = "failed" if job.state is JobState.FAILED else f"was {job.state}"
            sentence = f"The last one has succeeded, but one before it {ended}: {job.error}"
            step = (
                f"An account is older than job {job.id}: reload it. With {SOURCES}, each has its own result."
            )
            return warning(NAME, sentence, step).with_({"job": job.id, "ended": job.ended.isoformat()})
    return None


def _times(settings: Settings) -> list[datetime]:
    """The times of the shown snapshots. Raises SnapshotError."""
    if home := home_of(settings, brief=True):
        read = [home.manifest(each.path.name) for each in reloaded(settings)]
        return [each.taken for each in read if each]
    return [Manifest.read(each.path).taken for each in reloaded(settings) if each.path.is_dir()]


def last_ended(book: JobBook, target: str, source: Source | None = None) -> Job | None:
    """The last reload of a target that has ended by itself: that of a source, if one is given. Raises JobBookError."""
    reloads = _reloads(book, target)
    return next((job for job in reloads if source is None or job.order.source == source.name), None)


def _reloads(book: JobBook, target: str) -> Iterator[Job]:
    """The reloads of a target that have ended by themselves, newest first. Raises JobBookError."""
    for job in book.jobs(book.count()):
        if (job.order.kind, job.order.target) == (JobKind.RELOAD, target) and job.state in _ENDED:
            yield job
