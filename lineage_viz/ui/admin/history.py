"""The history of jobs: a table, and one job in full with its log."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.jobs import Job, JobBook, JobState, log_tail
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import for_admins
from lineage_viz.ui.admin.can_start import why_no_retry
from lineage_viz.ui.admin.checklist import checklist
from lineage_viz.ui.admin.job_words import kind_words, parameters_words, state_words, took
from lineage_viz.ui.admin.retry_button import retry_button
from lineage_viz.ui.page_numbers import page_number
from lineage_viz.ui.text import TABLE_MOMENT, literal
from lineage_viz.words import count, moment, plain

PAGE = 10
_CHOSEN = "admin job"
_ENDED_BADLY = JobState.FAILED, JobState.INTERRUPTED
_LINES = 12
"""Lines of a log that are shown before it scrolls."""

_UNREADABLE = "The log cannot be read."
_WHOLE = 64 * 1024 * 1024
"""The largest number of bytes of a log that one download contains."""


def history(settings: Settings, book: JobBook, active: Sequence[Job]) -> None:
    """Show a page of jobs, the newest first, and one of them in full: the newest unless another is chosen."""
    if not book.count():
        st.caption("No job has run yet.")
        return
    # The table's own buttons cover the right end of this line: it ends with words, not with something to click.
    with st.container(horizontal=True, vertical_alignment="center"):
        only = st.toggle("Only failed or interrupted", key="only failed", width="content")
        states = _ENDED_BADLY if only else ()
        total = book.count(states)
        pages = -(-total // PAGE)
        number = page_number(pages, f"jobs page of {pages} {only}")
        st.caption(f"{count(total, 'job')}, newest first", width="content")
    jobs = book.jobs(PAGE, (number - 1) * PAGE, states)
    chosen = next((job for job in jobs if job.id == st.session_state.get(_CHOSEN)), jobs[0] if jobs else None)
    if chosen:
        _table(jobs, chosen)
        _whole(chosen, why_no_retry(settings, active, chosen))


def _table(jobs: Sequence[Job], chosen: Job) -> None:
    key = f"jobs {jobs[0].id} {len(jobs)}"

    def choose() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        st.session_state[_CHOSEN] = jobs[rows[0]].id if rows and rows[0] < len(jobs) else None

    st.session_state[key] = {"selection": {"rows": [jobs.index(chosen)], "columns": [], "cells": []}}
    st.dataframe(
        {
            "Job": [job.id for job in jobs],
            "Kind": [kind_words(job) for job in jobs],
            "State": [str(job.state) for job in jobs],
            "Started": [job.started or job.created for job in jobs],
            "Duration": [took(job) for job in jobs],
            "Started by": [plain(job.order.who, 60) for job in jobs],
            "Result": [plain(job.error or job.result, 200) for job in jobs],
        },
        key=key,
        hide_index=True,
        height="content",
        on_select=choose,
        selection_mode="single-row",
        column_config={
            "Job": st.column_config.NumberColumn(width=60),
            "Started": st.column_config.DatetimeColumn(format=TABLE_MOMENT, timezone="UTC"),
            "Result": st.column_config.TextColumn(width="large"),
        },
    )


def _whole(job: Job, why_not: str) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{literal(kind_words(job))}, job {job.id}** · {state_words(job)}")
            with st.container(horizontal=True, width="content"):
                retry_button(job, why_not)
                _download(job)
        if why_not and not job.state.is_active:
            st.caption(why_not)
        outcome(job)
        st.caption("  \n".join(f"{name}: {literal(value, 600)}" for name, value in _facts(job) if value))
        with st.expander("Log", expanded=bool(job.error), key=f"log of {job.id}"):
            _log(job)


def outcome(job: Job) -> None:
    """Show the outcome of a job in a sentence, and its checklist."""
    if job.state is JobState.CANCELLED:
        st.info(literal(job.error, 1_000), icon=":material/stop_circle:")
    elif job.error:
        st.error(literal(job.error, 1_000), icon=":material/error:")
    elif job.result:
        st.markdown(literal(job.result, 1_000))
    checklist(job)


def _facts(job: Job) -> tuple[tuple[str, str], ...]:
    return (
        ("Started by", job.order.who),
        ("Target", job.order.target),
        ("Options", parameters_words(job)),
        ("Started", moment(job.started) if job.started else ""),
        ("Ended", moment(job.ended) if job.ended else ""),
        ("Cancelled by", job.cancelled_by),
    )


def _download(job: Job) -> None:
    def content() -> bytes:
        try:
            return log_tail(job.log, _WHOLE).encode()
        except OSError:
            return _UNREADABLE.encode()

    st.download_button(
        "Log",
        for_admins(content),
        f"lineage-job-{job.id}.log",
        "text/plain",
        key=f"log {job.id}",
        icon=":material/download:",
        on_click="ignore",
    )


def _log(job: Job) -> None:
    try:
        tail = log_tail(job.log, 16 * 1024)
    except OSError:
        st.caption(_UNREADABLE)
        return
    if tail:
        st.code(tail, language=None, wrap_lines=True, height=300 if tail.count("\n") > _LINES else "content")
    else:
        st.caption("The log is empty or has been deleted.")
