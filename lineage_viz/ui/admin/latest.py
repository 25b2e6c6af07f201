"""How the last job ended, for whoever comes to the page after it."""

from datetime import UTC, datetime

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.jobs import Job, Kind, State
from lineage_viz.reload import kept_snapshots
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.again import again
from lineage_viz.ui.admin.history import outcome
from lineage_viz.ui.admin.kept import restore
from lineage_viz.ui.admin.said import kind_words, state_words, took
from lineage_viz.ui.source import current_store
from lineage_viz.ui.text import literal, moment
from lineage_viz.words import age


def latest(settings: Settings, job: Job, why_not: str, *, in_full: bool) -> None:
    """A line where it went well; else, unless it is shown elsewhere, what went wrong and how far it came."""
    when = age(job.ended or job.created, datetime.now(UTC))
    lasted = f", took {took(job)}" if took(job) else ""
    st.markdown(
        f"Last: {kind_words(job)} by {literal(job.order.who)} · {state_words(job)} :gray[{when}{lasted}]"
    )
    if job.state is not State.SUCCEEDED:
        if in_full:
            outcome(job)
            again(job)
    elif job.order.kind is Kind.RESET and not _is_loaded_again():
        _restore_after_a_reset(settings, why_not)


def _is_loaded_again() -> bool:
    """By somebody on another machine, whose jobs are not known here."""
    try:
        return current_store().counts().entities > 0
    except LineageVizError:
        return False


def _restore_after_a_reset(settings: Settings, why_not: str) -> None:
    newest = next(iter(kept_snapshots(settings.kept)), None)
    if newest is None:
        st.info("Neptune is empty, and no snapshot is kept. Reload to fill it.", icon=":material/inbox:")
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"Neptune is empty. The newest snapshot that is kept is of {moment(newest.manifest.taken)}."
        )
        st.button(
            "Restore it",
            type="primary",
            icon=":material/history:",
            on_click=restore,
            args=(newest.path.name,),
            disabled=bool(why_not),
            help=why_not or None,
        )
