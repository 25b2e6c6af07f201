"""The button that starts an ended job again."""

import streamlit as st

from lineage_viz.jobs import Job, JobKind, JobState
from lineage_viz.reload import ReloadStep
from lineage_viz.ui.admin.submit import change

_EXPORT = str(ReloadStep.EXPORT)


def retry_button(job: Job, why_not: str) -> None:
    """Show the button, disabled if there is a reason; none while the job runs, and none for a reset, which needs a new
    token."""
    if job.state.is_active or job.order.kind is JobKind.RESET:
        return
    st.button(
        _words(job),
        icon=":material/replay:",
        key=f"again {job.id}",
        on_click=_retry,
        args=(job.id,),
        disabled=bool(why_not),
        help=why_not or _help(job),
    )


def _words(job: Job) -> str:
    if job.state is JobState.SUCCEEDED:
        return "Run again"
    return "Resume" if job.state is not JobState.FAILED and _resumes(job) else "Retry"


def _help(job: Job) -> str | None:
    if "replace" in job.order.parameters:
        return "This deletes everything first, as the job did before."
    if job.state is JobState.SUCCEEDED:
        return None
    if _resumes(job):
        return "This resumes where the job stopped."
    if job.order.kind is JobKind.RELOAD:
        return "This exports the account again. To load the snapshot that the job exported, restore it."
    return None


def _resumes(job: Job) -> bool:
    """True when the work of the job is used again: an interrupted export resumes, a finished one is repeated."""
    if job.order.kind is JobKind.RELOAD:
        steps = dict(job.progress.steps) if job.progress else {}
        return steps.get(_EXPORT) not in ("done", None)
    return job.order.kind in (JobKind.EXPORT, JobKind.LOAD)


def _retry(number: int) -> None:
    change(lambda administration: administration.retry(number), "The job has started again.")
