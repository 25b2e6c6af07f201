"""Begin a job that has ended once more."""

import streamlit as st

from lineage_viz.jobs import Job, JobKind, JobState
from lineage_viz.reload import ReloadStep
from lineage_viz.ui.admin.submit import change

_EXPORT = str(ReloadStep.EXPORT)


def again(job: Job) -> None:
    """The button; none while the job runs, nor for a reset, which takes a new token."""
    if job.state.is_active or job.order.kind is JobKind.RESET:
        return
    st.button(
        _words(job),
        icon=":material/replay:",
        key=f"again {job.id}",
        on_click=_begin,
        args=(job.id,),
        help=_help(job),
    )


def _words(job: Job) -> str:
    if job.state is JobState.SUCCEEDED:
        return "Run again"
    return "Resume" if job.state is not JobState.FAILED and _goes_on(job) else "Retry"


def _help(job: Job) -> str | None:
    if "replace" in job.order.parameters:
        return "It deletes everything first, once more."
    if job.state is JobState.SUCCEEDED:
        return None
    if _goes_on(job):
        return "It goes on where it stopped."
    is_reload = job.order.kind is JobKind.RELOAD
    return "It exports the account again. To load what it exported, restore that." if is_reload else None


def _goes_on(job: Job) -> bool:
    """Whether much of what it did counts: an export under way is gone on from, a whole one is made anew."""
    if job.order.kind is JobKind.RELOAD:
        steps = dict(job.progress.steps) if job.progress else {}
        return steps.get(_EXPORT) not in ("done", None)
    return job.order.kind in (JobKind.EXPORT, JobKind.LOAD)


def _begin(number: int) -> None:
    change(lambda administration: administration.retry(number), "It has begun again.")
