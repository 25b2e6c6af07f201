"""The Admin page: loaded snapshots, health, reload, kept snapshots, history of jobs, admin log."""

import streamlit as st

from lineage_viz.jobs import Job, JobBook
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.account_section import Names, account_section
from lineage_viz.ui.admin.admins_only import admins_only
from lineage_viz.ui.admin.can_start import why_not
from lineage_viz.ui.admin.checks import checks
from lineage_viz.ui.admin.health import health
from lineage_viz.ui.admin.health_watch import look_if_due, note_ends
from lineage_viz.ui.admin.history import history
from lineage_viz.ui.admin.kept_snapshots import kept_section
from lineage_viz.ui.admin.last_job import last_job
from lineage_viz.ui.admin.loaded_summary import loaded_summary
from lineage_viz.ui.admin.log_entries import log_entries
from lineage_viz.ui.admin.open_dialog import begin_page
from lineage_viz.ui.admin.own_jobs import own_jobs
from lineage_viz.ui.admin.page_refresh import job_numbers, refresh_on_change
from lineage_viz.ui.admin.running_job import running_job
from lineage_viz.ui.admin.sections import HEALTH, HISTORY, KEY, LOG, STEPS, choose_by_url, chosen_section
from lineage_viz.ui.admin.single_steps import single_steps
from lineage_viz.ui.admin.starting import Starts
from lineage_viz.ui.admin.submit import answer, section_error_shown
from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.frame import frame
from lineage_viz.ui.trouble import errors_shown, loaded_now

if __name__ != "__main__":
    app = st.App(refuse_alone())


def above(settings: Settings, active: list[Job], recent: list[Job], why: str) -> None:
    """Show the running jobs or the outcome of the last one."""
    for job in active:
        running_job(job.id, in_full=len(active) == 1)
    if recent and not active:
        last_job(settings, recent[0], why, in_full=st.session_state.get(KEY) != HISTORY)


def below(
    settings: Settings, book: JobBook, active: list[Job], why: str, names: Names, starts: Starts
) -> None:
    """Show one section at a time; the URL names it."""
    section = chosen_section()
    with section_error_shown():
        if section == HISTORY:
            history(settings, book, active)
        elif section == HEALTH:
            checks(settings)
        elif section == LOG:
            log_entries(settings)
        elif section == STEPS:
            single_steps(settings, names, active[0] if active else None, starts)
        else:
            kept_section(settings, why)


def work(settings: Settings, book: JobBook, running_now: tuple[Job, ...], newest: tuple[Job, ...]) -> None:
    """Show everything below the health line. Raises JobBookError."""
    active = own_jobs(settings, running_now)
    why = why_not(settings, active[0] if active else None)
    names, starts = account_section(settings, active, why)
    above(settings, active, own_jobs(settings, newest), why)
    below(settings, book, active, why, names, starts)
    refresh_on_change(job_numbers(running_now, newest))


actor = frame("Admin")
with errors_shown():
    settings = Settings.from_environment()
    admins_only(actor, settings)
    begin_page()
    choose_by_url()
    st.title("Admin", anchor=False)
    answer()
    book = JobBook(settings.jobs)
    running_now: tuple[Job, ...] = ()
    newest: tuple[Job, ...] = ()
    # Read the jobs before the store: a job that ends in between still counts as running, and the page refreshes.
    with section_error_shown():
        running_now, newest = book.active(), book.jobs(5)
    before = loaded_now()
    with section_error_shown():
        loaded_summary(settings)
    note_ends(settings, newest)
    health(settings, before)
    try:
        work(settings, book, running_now, newest)
    finally:
        look_if_due(settings)
