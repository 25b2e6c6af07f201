"""The export without a load."""

import streamlit as st

from lineage_viz.jobs import Job, JobKind
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.reloading import export_choices, start


def export_only(settings: Settings, busy: Job | None) -> None:
    """Show the button that exports the account into a new snapshot; the loaded snapshot stays."""
    st.markdown(
        "Exports the account into a new snapshot and keeps it. The loaded snapshot stays. To load the new one, "
        "restore it."
    )
    parameters = {"out": str(settings.kept.absolute())} | export_choices("export", settings)
    st.button(
        "Export only",
        icon=":material/download_2:",
        disabled=busy is not None,
        on_click=start,
        args=(JobKind.EXPORT, parameters, "The export has started."),
        help="Wait until the running job has ended." if busy else None,
    )
