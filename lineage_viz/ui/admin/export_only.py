"""The export without a load."""

import streamlit as st

from lineage_viz.jobs import Job
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.can_start import why_no_export
from lineage_viz.ui.admin.reloading import Options, export


def export_only(settings: Settings, busy: Job | None, options: Options) -> None:
    """Show the button that exports the account into a new snapshot, by the options of the reload."""
    st.markdown(
        "Exports the account into a new snapshot and keeps it. The loaded snapshot stays. To load the new one, "
        "restore it. The choices under Options, above, are valid here too."
    )
    why_not = why_no_export(busy)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Export only",
            icon=":material/download_2:",
            disabled=bool(why_not),
            on_click=export,
            args=(settings, options),
        )
        if why_not:
            st.caption(why_not)
