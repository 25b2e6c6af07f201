"""A running job: its starter, its progress, and a button to cancel it. Refreshed every two seconds."""

from datetime import UTC, datetime

import streamlit as st

from lineage_viz.jobs import Job, JobBook, JobKind
from lineage_viz.progress import Progress
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.checklist import checklist
from lineage_viz.ui.admin.job_words import kind_words, started_by
from lineage_viz.ui.admin.open_dialog import run_page_again
from lineage_viz.ui.admin.submit import change, is_answered, section_error_shown
from lineage_viz.ui.text import literal
from lineage_viz.words import duration

_EVERY = 2
"""Seconds between two readings of a running job."""

_SAFE = "The target keeps the last good snapshot, or goes back to it."
_HELP = {
    JobKind.LOAD: "The part that is loaded already stays. To complete it, load again or restore a snapshot.",
    JobKind.RESET: "If the cluster has received the reset, it deletes everything all the same.",
}
"""The effect of a cancellation on the target, by kind of job."""


@st.fragment(run_every=_EVERY)
def running_job(number: int, *, in_full: bool = True) -> None:
    """Show one job until it ends, then run the whole page again. Without `in_full`, one of several, in short."""
    still_an_admin()
    if is_answered():  # the button below was clicked: the page shows the answer
        st.rerun()
    with section_error_shown():
        job = JobBook(Settings.from_environment().jobs).job(number)
        if not job.state.is_active:
            run_page_again()
        with st.container(border=True):
            _shown(job, in_full=in_full)


def _shown(job: Job, *, in_full: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{literal(kind_words(job))}** · {started_by(job)}")
        cancelled = bool(job.cancelled_by)
        st.button(
            "Cancelling …" if cancelled else "Cancel",
            icon=":material/stop_circle:",
            key=f"cancel {job.id}",
            disabled=cancelled,
            on_click=_cancel,
            args=(job.id,),
            help=None if cancelled else _HELP.get(job.order.kind, _SAFE),
        )
    if in_full:
        checklist(job)
    if job.progress:
        _progress(job.progress, in_full=in_full)
    else:
        st.caption("The job is about to start.")
    if not in_full:
        return
    since = duration((datetime.now(UTC) - (job.started or job.created)).total_seconds())
    by = f" · cancelled by {literal(job.cancelled_by)}" if job.cancelled_by else ""
    st.caption(f"Running for {since}{by}. It continues when you close this page.")


def _progress(progress: Progress, *, in_full: bool) -> None:
    """Show the progress in words, and as a bar when the total is known."""
    words = literal(progress.in_words)
    if progress.total:
        st.progress(min(1.0, progress.done / progress.total), words)
    elif (
        not (in_full and progress.steps) or progress.in_words != progress.step
    ):  # else the checklist shows it
        st.caption(words)


def _cancel(number: int) -> None:
    change(lambda administration: administration.cancel(number), f"Job {number} is being cancelled.")
