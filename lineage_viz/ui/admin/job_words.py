"""Jobs in words."""

from lineage_viz.jobs import Job, JobKind, JobState
from lineage_viz.ui.text import literal, moment
from lineage_viz.words import duration, named

_KINDS = {
    JobKind.EXPORT: "Export",
    JobKind.LOAD: "Load",
    JobKind.RESET: "Reset",
    JobKind.RELOAD: "Reload",
    JobKind.RESTORE: "Restore",
}

STATES = {
    JobState.QUEUED: ("gray", "schedule"),
    JobState.RUNNING: ("blue", "arrow_circle_right"),
    JobState.SUCCEEDED: ("green", "check_circle"),
    JobState.FAILED: ("red", "error"),
    JobState.CANCELLED: ("gray", "cancel"),
    JobState.INTERRUPTED: ("orange", "warning"),
}
"""The colour and icon that stand beside the word."""


def kind_words(job: Job) -> str:
    """What it does, as a noun."""
    return _KINDS[job.order.kind]


def begun_by(job: Job) -> str:
    """Who wanted it, and since when, as markdown."""
    return f"{literal(job.order.who)}, since {moment(job.started or job.created)} (job {job.id})"


def state_words(job: Job) -> str:
    """How it is, as markdown with its icon."""
    colour, icon = STATES[job.state]
    return f":{colour}[:material/{icon}: **{job.state}**]"


def took(job: Job) -> str:
    """How long it ran; empty where it did not begin or has not ended."""
    return duration((job.ended - job.started).total_seconds()) if job.started and job.ended else ""


def parameters_words(job: Job) -> str:
    """What it was told, in a line: `quick, keep 7`."""
    return named(job.order.parameters.items(), " ")
