"""The way back to the demo account, after a reload or a restore."""

from contextlib import suppress

import streamlit as st

from lineage_viz.administration import Administration
from lineage_viz.errors import SnapshotError
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.loaded_summary import is_demo
from lineage_viz.ui.admin.open_dialog import dialog_opens
from lineage_viz.ui.admin.submit import change


def back_to_demo(settings: Settings, why_not: str) -> None:
    """Show the button, unless the demo account is shown or the settings name what is shown.

    `why_not` is the reason why the shown snapshot cannot change now; empty when it can.
    """
    if settings.neptune or settings.snapshots or _shows_demo(settings):
        return
    if st.button(
        "Show the demo account",
        key="show demo",
        icon=":material/undo:",
        type="tertiary",
        disabled=bool(why_not),
        help=why_not or None,
    ):
        _confirm()


def _shows_demo(settings: Settings) -> bool:
    with suppress(
        SnapshotError
    ):  # the file that names the shown snapshots is unreadable: the demo is a way out
        return is_demo(settings)
    return False


@st.dialog("Show the demo account?", on_dismiss="rerun")
def _confirm() -> None:
    dialog_opens()
    still_an_admin()
    st.markdown(
        "This app will show the made-up account. The kept snapshots stay: restore one to see it again."
    )
    if st.button("Show the demo", type="primary", icon=":material/undo:", on_click=_show):
        st.rerun()


def _show() -> None:
    change(Administration.show_demo, "The app shows the demo account.")
