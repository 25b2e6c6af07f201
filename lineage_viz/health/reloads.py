"""The result of the last reload. Without this check nobody notices a reload that fails every night."""

from datetime import UTC, datetime

from lineage_viz.health.finding import Details, Finding, ok, warning
from lineage_viz.jobs import Job, JobBook, JobKind, JobState
from lineage_viz.settings import Settings
from lineage_viz.words import age, moment

NAME = "Last reload"

_ENDED = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.INTERRUPTED})
"""The ends that count. A reload that a user cancelled says nothing about the next one."""


def last_reload(settings: Settings, now: datetime | None = None) -> Finding:
    """Judge the last reload of these settings' target in the job record. Raises JobBookError."""
    job = _newest(JobBook(settings.jobs), settings.target)
    if job is None or job.ended is None:
        return ok(NAME, "No reload is recorded yet.")
    when = age(job.ended, now or datetime.now(UTC))
    details: Details = {"job": job.id, "ended": job.ended.isoformat()}
    if job.state is JobState.SUCCEEDED:
        sentence = f"Succeeded {when}, {moment(job.ended)}."
        return ok(NAME, sentence).with_(details)
    sentence = f"{str(job.state).capitalize()} {when}: {job.error}"
    return warning(NAME, sentence, f"See the log of job {job.id}, and reload again.").with_(details)


def _newest(book: JobBook, target: str) -> Job | None:
    reloads = (
        job
        for job in book.jobs(book.count())
        if job.order.kind is JobKind.RELOAD and job.order.target == target
    )
    return next((job for job in reloads if job.state in _ENDED), None)
