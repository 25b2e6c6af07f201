"""How the last job ended, for whoever comes to the page after it."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.jobs import Job, JobKind, JobState
from lineage_viz.reload import kept_snapshots, last_served
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.history import outcome
from lineage_viz.ui.admin.job_words import kind_words, state_words, took
from lineage_viz.ui.admin.kept_snapshots import differing_button, restore_button
from lineage_viz.ui.admin.retry_button import again
from lineage_viz.ui.source import current_store
from lineage_viz.ui.text import literal, moment
from lineage_viz.words import age

_HERE = "of the last job"


def latest(settings: Settings, job: Job, why_not: str, *, in_full: bool) -> None:
    """A line where it went well; else, unless it is shown elsewhere, what went wrong and how far it came."""
    when = age(job.ended or job.created, datetime.now(UTC))
    lasted = f", took {took(job)}" if took(job) else ""
    st.markdown(
        f"Last: {kind_words(job)} by {literal(job.order.who)} · {state_words(job)} :gray[{when}{lasted}]"
    )
    if job.state is not JobState.SUCCEEDED:
        if in_full:
            outcome(job)
            again(job)
    elif job.order.kind is JobKind.RESET and not _is_loaded_again():
        _restore_after_a_reset(settings, why_not)
    elif job.order.kind is JobKind.EXPORT:
        _what_to_do_with_it(settings, job, why_not)


def _what_to_do_with_it(settings: Settings, job: Job, why_not: str) -> None:
    """Whoever exported alone wants to know what it would change."""
    made = Path(job.result).resolve()
    exported = [each.path.name for each in kept_snapshots(settings.kept) if each.path == made]
    for name in exported:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("Nothing was changed: the new snapshot is kept, and not loaded.")
            differing_button(name, _HERE)
            restore_button(name, why_not, _HERE)


def _is_loaded_again() -> bool:
    """By somebody on another machine, whose jobs are not known here."""
    try:
        return current_store().counts().entities > 0
    except LineageVizError:
        return False


def _restore_after_a_reset(settings: Settings, why_not: str) -> None:
    """What it held before, else the newest: what was never loaded is not what was lost."""
    found = kept_snapshots(settings.kept)
    held = last_served(settings)
    offered = [each for each in found if each.path in held] or found[:1]
    if not offered:
        st.info("Neptune is empty, and no snapshot is kept. Reload to fill it.", icon=":material/inbox:")
    for each in offered:
        of = f"account {literal(each.manifest.account)} as of {moment(each.manifest.taken)}"
        words = f"Before that it held {of}." if held else f"The newest snapshot that is kept is of {of}."
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"Neptune is empty. {words}")
            restore_button(each.path.name, why_not, _HERE, primary=True)
