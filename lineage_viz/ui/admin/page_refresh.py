"""Jobs that somebody else begins, or cron, or that end: an open page follows them."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.jobs import Job, JobBook
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin

_EVERY = 3
"""Seconds between two looks at the record of jobs."""


def numbers(active: Sequence[Job], newest: Sequence[Job]) -> tuple[int, ...]:
    """Of those that run and of the newest one: other ones when a job has begun or ended."""
    return tuple(job.id for job in (*active, *newest[:1]))


@st.fragment(run_every=_EVERY)
def following(seen: tuple[int, ...]) -> None:
    """Run the page again when the numbers are no longer those that it was drawn for."""
    still_an_admin()
    with suppress(
        LineageVizError
    ):  # the page as it is says more than that the record cannot be read just now
        book = JobBook(Settings.from_environment().jobs)
        if numbers(book.active(), book.jobs(1)) != seen:
            st.rerun()
