"""The steps of a reload, one by one: an export without a load, and the reset of a cluster."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.jobs import Job
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.export_only import export_only
from lineage_viz.ui.admin.resetting import resetting
from lineage_viz.ui.admin.starting import Starts


def single_steps(settings: Settings, names: Sequence[str], busy: Job | None, starts: Starts) -> None:
    """Show the steps. `names` are those of the sources that an export reads."""
    st.header("Export only", anchor=False)
    export_only(settings, names, busy, starts.export)
    if settings.neptune:
        st.header("Reset", anchor=False)
        resetting(settings, busy)
