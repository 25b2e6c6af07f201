"""The outcome of the last job, for visitors who come after its end."""

from datetime import UTC, datetime

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.jobs import Job, JobKind, JobState
from lineage_viz.reload import last_served
from lineage_viz.reload.checklist import StepState
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.account_list import differences, made
from lineage_viz.ui.admin.can_start import why_no_retry
from lineage_viz.ui.admin.history import outcome
from lineage_viz.ui.admin.job_words import kind_words, state_words, took
from lineage_viz.ui.admin.kept_snapshots import kept_if_known, preview_button, restore_button
from lineage_viz.ui.admin.retry_button import retry_button
from lineage_viz.ui.source import current_store
from lineage_viz.ui.text import literal
from lineage_viz.words import age, moment

_HERE = "of the last job"


def last_job(settings: Settings, job: Job, why_not: str, *, in_full: bool) -> None:
    """Show one line for a job that succeeded; for any other, if `in_full`, also its error and checklist."""
    when = age(job.ended or job.created, datetime.now(UTC))
    lasted = f", took {took(job)}" if took(job) else ""
    st.markdown(
        f"Last job: {literal(kind_words(job))} by {literal(job.order.who)} · {state_words(job)} "
        f":gray[{when}{lasted}]{_but(job)}"
    )
    if job.state is not JobState.SUCCEEDED:
        if in_full:
            outcome(job)
            retry_button(job, why_no_retry(settings, (), job))
    elif job.order.kind is JobKind.RESET and not _is_loaded_again():
        _restore_after_a_reset(settings, why_not)
    elif job.order.kind is JobKind.EXPORT:
        _offer_exported(settings, job, why_not)


def _but(job: Job) -> str:
    """The steps that failed in a job that succeeded all the same, such as the audit of a reload."""
    steps = job.progress.steps if job.progress and job.state is JobState.SUCCEEDED else ()
    failed = ", ".join(literal(step) for step, state in steps if state == StepState.FAILED)
    return f" · :orange[:material/warning: {failed}: failed, see History]" if failed else ""


def _offer_exported(settings: Settings, job: Job, why_not: str) -> None:
    """Offer to preview and to restore the snapshot of an export without a load."""
    folder = made(job)
    exported = [each.path.name for each in kept_if_known(settings) if each.path == folder]
    if lines := differences(job):
        st.markdown("  \n".join(map(literal, ("A reload would change:", *lines))))
    for name in exported:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("Nothing was changed: the new snapshot is kept but not loaded.")
            preview_button(name, _HERE)
            restore_button(name, why_not, _HERE)


def _is_loaded_again() -> bool:
    """True when the store has entities again: loaded from another machine, whose jobs are not known here."""
    try:
        return current_store().counts().entities > 0
    except LineageVizError:
        return False


def _restore_after_a_reset(settings: Settings, why_not: str) -> None:
    """Offer the snapshots that were loaded before the reset, else the newest kept one.

    A newer snapshot that was never loaded is not what the reset deleted.
    """
    kept = kept_if_known(settings)
    before = last_served(settings)
    offered = [each for each in kept if each.path in before] or kept[:1]
    if not offered:
        st.info("Neptune is empty, and no snapshot is kept. Reload to fill it.", icon=":material/inbox:")
    for each in offered:
        of = f"account {literal(each.manifest.account)} as of {moment(each.manifest.taken)}"
        words = f"Before the reset it held {of}." if before else f"The newest kept snapshot is of {of}."
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"Neptune is empty. {words}")
            restore_button(each.path.name, why_not, _HERE, primary=True)
