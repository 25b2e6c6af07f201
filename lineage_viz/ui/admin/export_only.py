"""The export without a load."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.jobs import Job
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.can_start import why_no_export
from lineage_viz.ui.admin.starting import Options, export
from lineage_viz.ui.text import literal


def export_only(settings: Settings, names: Sequence[str], busy: Job | None, options: Options) -> None:
    """Show the button that exports the sources, or the account, into new snapshots, by the options of the reload."""
    what = f"{literal(', '.join(names), 400)}, each" if names else "the account"
    st.markdown(
        f"Exports {what} into a new snapshot and keeps it. The loaded snapshot stays. To load the new one, "
        "restore it. The choices under Options, above, are valid here too."
    )
    why_not = why_no_export(busy, needs_settings=not names)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Export only",
            icon=":material/download_2:",
            disabled=bool(why_not),
            on_click=export,
            args=(settings, names, options),
        )
        if why_not:
            st.caption(why_not)
