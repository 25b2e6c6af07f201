"""The steps of a job as a checklist: an icon and a word for each."""

import streamlit as st

from lineage_viz.jobs import Job, JobState
from lineage_viz.ui.text import literal

_LOOKS = {
    "pending": ("gray", "radio_button_unchecked"),
    "running": ("blue", "arrow_circle_right"),
    "done": ("green", "check_circle"),
    "failed": ("red", "error"),
    "stopped": ("gray", "stop_circle"),
    "rolled back": ("orange", "undo"),
}


def checklist(job: Job) -> None:
    """Show each step of a job with its state; nothing when the job has no steps."""
    steps = job.progress.steps if job.progress else ()
    if steps:
        st.markdown("  \n".join(_line(step, _state(job, state)) for step, state in steps))


def _state(job: Job, state: str) -> str:
    """The state to show. A job that has ended runs no step, even if its process died before it recorded that."""
    if job.state.is_active:
        return state
    ended = "stopped" if job.state is JobState.CANCELLED else "failed"
    return {"running": ended, "failed": ended, "pending": "not reached"}.get(state, state)


def _line(step: str, state: str) -> str:
    colour, icon = _LOOKS.get(state, _LOOKS["pending"])
    words = f"**{literal(step)}**" if state == "running" else literal(step)
    return f":{colour}[:material/{icon}:] {words} :gray[· {literal(state)}]"
