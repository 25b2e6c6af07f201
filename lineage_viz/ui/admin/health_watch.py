"""The look at all that is checked, which all admins share, and its verdicts as they are shown."""

from collections.abc import Iterable

import streamlit as st

from lineage_viz.health import Verdict, Watch, examine_apart
from lineage_viz.jobs import Job
from lineage_viz.settings import Settings

EVERY = 2
"""Seconds between two times that an open page takes what was found last; the checks are made less often."""

_LOOKS = {
    Verdict.OK: ("green", "check_circle"),
    Verdict.WARNING: ("orange", "warning"),
    Verdict.FAILING: ("red", "error"),
    Verdict.UNKNOWN: ("gray", "help"),
}


def mark(verdict: Verdict) -> str:
    """Its icon, as markdown."""
    colour, icon = _LOOKS[verdict]
    return f":{colour}[:material/{icon}:]"


def watched(settings: Settings) -> Watch:
    """The one of these settings."""
    return _watch(repr(settings))


def note_ends(settings: Settings, newest: Iterable[Job]) -> None:
    """What was found before the last of these jobs ended may no longer be so."""
    watched(settings).note("jobs", max((job.ended for job in newest if job.ended), default=None))


def look_if_due(settings: Settings) -> None:
    """Begin to look anew where the last look says too little. Keeps nobody waiting."""
    watch = watched(settings)
    if watch.is_due:
        watch.look()


@st.cache_resource(show_spinner=False)
def _watch(key: str) -> Watch:
    del key  # what the cache goes by
    return Watch(examine_apart)
