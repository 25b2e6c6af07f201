"""The refresh of an open page when a job starts or ends, whoever started it: another admin, or cron."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.jobs import Job, JobBook
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.open_dialog import run_page_again

_EVERY = 3
"""Seconds between two readings of the job records."""


def job_numbers(active: Sequence[Job], newest: Sequence[Job]) -> tuple[int, ...]:
    """The numbers of the running jobs and of the newest one: they change when a job starts or ends."""
    return tuple(job.id for job in (*active, *newest[:1]))


@st.fragment(run_every=_EVERY)
def refresh_on_change(seen: tuple[int, ...]) -> None:
    """Run the page again when the job numbers differ from those that it was drawn for."""
    still_an_admin()
    with suppress(LineageVizError):  # records that cannot be read now are no reason to replace the page
        book = JobBook(Settings.from_environment().jobs)
        if job_numbers(book.active(), book.jobs(1)) != seen:
            run_page_again()
