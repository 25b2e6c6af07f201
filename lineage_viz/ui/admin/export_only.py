"""Steps of a reload on their own."""

import streamlit as st

from lineage_viz.jobs import Job, JobKind
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.reloading import export_choices, start


def export_only(settings: Settings, busy: Job | None) -> None:
    """Read the account into a new snapshot, and show what was shown before."""
    st.markdown(
        "Reads the account into a new snapshot and keeps it. What is loaded stays as it is; to load the new one, "
        "restore it."
    )
    parameters = {"out": str(settings.kept.absolute())} | export_choices("export", settings)
    st.button(
        "Export only",
        icon=":material/download_2:",
        disabled=busy is not None,
        on_click=start,
        args=(JobKind.EXPORT, parameters, "The export has begun."),
        help="Wait for the job that is running." if busy else None,
    )
