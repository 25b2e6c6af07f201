"""The health checks that all admins share, and the icons of their verdicts."""

from collections.abc import Iterable

import streamlit as st

from lineage_viz.health import Verdict, Watch, examine_apart
from lineage_viz.jobs import Job
from lineage_viz.settings import Settings

EVERY = 2
"""Seconds between two times that an open page reads the last findings; the checks themselves run less often."""

_LOOKS = {
    Verdict.OK: ("green", "check_circle"),
    Verdict.WARNING: ("orange", "warning"),
    Verdict.FAILING: ("red", "error"),
    Verdict.UNKNOWN: ("gray", "help"),
}


def mark(verdict: Verdict) -> str:
    """The icon of a verdict, as markdown."""
    colour, icon = _LOOKS[verdict]
    return f":{colour}[:material/{icon}:]"


def watched(settings: Settings) -> Watch:
    """The watch of these settings, one for all visitors."""
    return _watch(repr(settings))


def note_ends(settings: Settings, newest: Iterable[Job]) -> None:
    """Mark the findings as outdated when one of these jobs has ended since."""
    watched(settings).note("jobs", max((job.ended for job in newest if job.ended), default=None))


def look_if_due(settings: Settings) -> None:
    """Start the checks in the background when the last findings are outdated."""
    watch = watched(settings)
    if watch.is_due:
        watch.look()


@st.cache_resource(show_spinner=False)
def _watch(key: str) -> Watch:
    del key  # only Streamlit's cache reads it
    return Watch(examine_apart)
