"""The result of the last reload. Without this check nobody notices a reload that fails every night."""

from datetime import UTC, datetime

from lineage_viz.health.finding import Details, Finding, ok, warning
from lineage_viz.jobs import Job, JobBook, JobKind, JobState
from lineage_viz.settings import Settings
from lineage_viz.sources import Source
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
    if job.state is JobState.SUCCEEDED:
        sentence = f"Succeeded {when}, {moment(job.ended)}."
        return ok(NAME, sentence).with_(details)
    sentence = f"{str(job.state).capitalize()} {when}: {job.error}"
    again = f"reload {source.name} again" if source else "reload again"
    return warning(NAME, sentence, f"See the log of job {job.id}, and {again}.").with_(details)


def last_ended(book: JobBook, target: str, source: Source | None = None) -> Job | None:
    """The last reload of a target that has ended by itself: that of a source, if one is given. Raises JobBookError."""
    reloads = (
        job
        for job in book.jobs(book.count())
        if (job.order.kind, job.order.target) == (JobKind.RELOAD, target)
        and (source is None or job.order.source == source.name)
    )
    return next((job for job in reloads if job.state in _ENDED), None)
