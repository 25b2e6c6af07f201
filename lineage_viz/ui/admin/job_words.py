"""The words and icons that describe a job."""

from lineage_viz.jobs import Job, JobKind, JobState
from lineage_viz.ui.text import literal
from lineage_viz.words import duration, moment, named, plain

_NOUNS = {str(JobKind.REMOVE): "removal"}

STATES = {
    JobState.QUEUED: ("gray", "schedule"),
    JobState.RUNNING: ("blue", "arrow_circle_right"),
    JobState.SUCCEEDED: ("green", "check_circle"),
    JobState.FAILED: ("red", "error"),
    JobState.CANCELLED: ("gray", "cancel"),
    JobState.INTERRUPTED: ("orange", "warning"),
}
"""The colour and icon of each state."""


def kind_words(job: Job) -> str:
    """The kind of a job, as a noun, with its source: `Reload of prod`."""
    kind = _NOUNS.get(job.order.words, job.order.words).capitalize()
    return f"{kind} of {plain(job.order.source, 80)}" if job.order.source else kind


def started_by(job: Job) -> str:
    """The person who started a job, the time and the job's number, as markdown."""
    return f"{literal(job.order.who)}, since {moment(job.started or job.created)} (job {job.id})"


def state_words(job: Job) -> str:
    """The state of a job with its icon, as markdown."""
    colour, icon = STATES[job.state]
    return f":{colour}[:material/{icon}: **{job.state}**]"


def took(job: Job) -> str:
    """The duration of a job; empty unless it has started and ended."""
    return duration((job.ended - job.started).total_seconds()) if job.started and job.ended else ""


def parameters_words(job: Job) -> str:
    """The options of a job in one line: `quick, keep 7`."""
    return named(job.order.parameters.items(), " ")
