"""Begin a job that has ended once more."""

import streamlit as st

from lineage_viz.jobs import Job, Kind, State
from lineage_viz.ui.admin.changing import change

_WORDS = {
    State.INTERRUPTED: "Resume",
    State.CANCELLED: "Resume",
    State.FAILED: "Retry",
    State.SUCCEEDED: "Run again",
}


def again(job: Job) -> None:
    """The button; none while the job runs, nor for a reset, which takes a new token."""
    if job.state.is_active or job.order.kind is Kind.RESET:
        return
    st.button(
        _WORDS[job.state],
        icon=":material/replay:",
        key=f"again {job.id}",
        on_click=_begin,
        args=(job.id,),
        help=_help(job),
    )


def _help(job: Job) -> str | None:
    if "replace" in job.order.parameters:
        return "It deletes everything first, once more."
    return None if job.state is State.SUCCEEDED else "It goes on where it stopped."


def _begin(number: int) -> None:
    change(lambda administration: administration.retry(number), "It has begun again.")
