"""The jobs that run: who began them, how far they are, and a way to end them. Looked at again and again."""

from datetime import UTC, datetime

import streamlit as st

from lineage_viz.jobs import Job, JobBook, JobKind
from lineage_viz.progress import Progress
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.checklist import checklist
from lineage_viz.ui.admin.job_words import begun_by, kind_words
from lineage_viz.ui.admin.submit import change, is_answered, trouble_said
from lineage_viz.ui.text import literal
from lineage_viz.words import duration

_EVERY = 2
"""Seconds between two looks at a job that runs."""

_SAFE = "What is served stays, or is brought back to, the last good snapshot."
_HELP = {
    JobKind.LOAD: "What it has loaded stays; load again, or restore a snapshot, to go on.",
    JobKind.RESET: "A cluster that was asked to reset deletes everything all the same.",
}
"""What becomes of the target of a job that is ended."""


@st.fragment(run_every=_EVERY)
def running(number: int) -> None:
    """One job until it ends; then the whole page runs once more, so that all of it follows."""
    still_an_admin()
    if is_answered():  # by the button in here; the page says it
        st.rerun()
    with trouble_said():
        job = JobBook(Settings.from_environment().jobs).job(number)
        if not job.state.is_active:
            st.rerun()
        with st.container(border=True):
            _shown(job)


def _shown(job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{kind_words(job)}** · {begun_by(job)}")
        asked = bool(job.cancelled_by)
        st.button(
            "Ending …" if asked else "Cancel",
            icon=":material/stop_circle:",
            key=f"cancel {job.id}",
            disabled=asked,
            on_click=_cancel,
            args=(job.id,),
            help=None if asked else _HELP.get(job.order.kind, _SAFE),
        )
    checklist(job)
    if job.progress:
        _how_far(job.progress)
    else:
        st.caption("It is about to begin.")
    since = duration((datetime.now(UTC) - (job.started or job.created)).total_seconds())
    by = f" · {literal(job.cancelled_by)} has asked it to end" if job.cancelled_by else ""
    st.caption(f"Running for {since}{by}. It goes on when this page is closed.")


def _how_far(progress: Progress) -> None:
    """A bar where it is known how much there is; in words in any case."""
    words = literal(progress.in_words)
    if progress.total:
        st.progress(min(1.0, progress.done / progress.total), words)
    elif not progress.steps or progress.in_words != progress.step:  # else the checklist says it
        st.caption(words)


def _cancel(number: int) -> None:
    change(lambda administration: administration.cancel(number), f"Job {number} was asked to end.")
