"""Admin: what is loaded, whether all is well, the reload, the snapshots kept, what was run, and who did what."""

import streamlit as st

from lineage_viz.jobs import Job, JobBook
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import admins_only
from lineage_viz.ui.admin.can_start import why_not
from lineage_viz.ui.admin.checks import checks
from lineage_viz.ui.admin.export_only import export_only
from lineage_viz.ui.admin.health import SECTION as HEALTH
from lineage_viz.ui.admin.health import health
from lineage_viz.ui.admin.health_watch import look_if_due, note_ends
from lineage_viz.ui.admin.history import history
from lineage_viz.ui.admin.kept_snapshots import kept
from lineage_viz.ui.admin.last_job import latest
from lineage_viz.ui.admin.loaded_summary import loaded
from lineage_viz.ui.admin.log_entries import entries
from lineage_viz.ui.admin.page_refresh import following, numbers
from lineage_viz.ui.admin.reloading import reloading
from lineage_viz.ui.admin.resetting import resetting
from lineage_viz.ui.admin.running_job import running
from lineage_viz.ui.admin.submit import answer, trouble_said
from lineage_viz.ui.frame import frame
from lineage_viz.ui.trouble import errors_shown, held_now

SNAPSHOTS, HISTORY, STEPS, LOG = "Snapshots kept", "History", "Separate steps", "Admin log"


def here(settings: Settings, jobs: tuple[Job, ...]) -> list[Job]:
    """Those that have to do with what this page changes; a data folder may serve several clusters."""
    own = settings.target, str(settings.kept.absolute())
    return [job for job in jobs if job.order.target in own]


def above(settings: Settings, active: list[Job], recent: list[Job], why: str) -> None:
    """The reload, and what runs or how the last one ended."""
    reloading(settings, why)
    for job in active:
        running(job.id)
    if recent and not active:
        latest(settings, recent[0], why, in_full=st.session_state.get("section") != HISTORY)


def below(settings: Settings, book: JobBook, busy: Job | None, why: str) -> None:
    """One section at a time."""
    sections = [SNAPSHOTS, HISTORY, STEPS, HEALTH, LOG]
    section = st.segmented_control(
        "Section", sections, default=SNAPSHOTS, required=True, label_visibility="collapsed", key="section"
    )
    with trouble_said():
        if section == HISTORY:
            history(book)
        elif section == HEALTH:
            checks(settings)
        elif section == LOG:
            entries(settings)
        elif section == STEPS:
            st.header("Export only", anchor=False)
            export_only(settings, busy)
            if settings.neptune:
                st.header("Reset", anchor=False)
                resetting(settings, busy)
        else:
            kept(settings, why)


def work(settings: Settings, book: JobBook, running_now: tuple[Job, ...], newest: tuple[Job, ...]) -> None:
    """What is done here, and what can be. Raises JobBookError."""
    active = here(settings, running_now)
    busy = active[0] if active else None
    why = why_not(settings, busy)
    above(settings, active, here(settings, newest), why)
    below(settings, book, busy, why)
    following(numbers(running_now, newest))


actor = frame("Admin")
with errors_shown():
    settings = Settings.from_environment()
    admins_only(actor, settings)
    st.title("Admin", anchor=False)
    answer()
    book = JobBook(settings.jobs)
    running_now: tuple[Job, ...] = ()
    newest: tuple[Job, ...] = ()
    # Before what is loaded: a job that ends in between still runs for this page, which is then drawn once more.
    with trouble_said():
        running_now, newest = book.active(), book.jobs(5)
    held = held_now()
    with trouble_said():
        loaded(settings)
    note_ends(settings, newest)
    health(settings, held)
    try:
        work(settings, book, running_now, newest)
    finally:
        look_if_due(settings)
