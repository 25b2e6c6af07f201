"""The menu of the visitor's saved views."""

from urllib.parse import parse_qs, urlencode

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.picture.address import Address
from lineage_viz.picture.link import parameters, parse
from lineage_viz.saved_views import SavedViews
from lineage_viz.settings import Settings
from lineage_viz.ui.explore.state import go
from lineage_viz.ui.menu import closing, menu
from lineage_viz.ui.session import viewer
from lineage_viz.ui.text import literal
from lineage_viz.words import moment

_NAME = "saved"
_TAKEN = "taken name of a view"


def saved_menu(address: Address) -> None:
    """Show the menu to save the view under a name, and to open or delete a saved view."""
    with menu(_NAME, "Saved", ":material/bookmark:"):
        try:
            _menu(SavedViews(Settings.from_environment().saved_views), address)
        except LineageVizError as error:
            st.warning(literal(str(error), 500))


def _save(saved: SavedViews, address: Address, name: str, *, replace: bool = False) -> None:
    """Save the view, and say so. A name that is taken is replaced only after another click."""
    if not replace and name in {view.name for view in saved.views(viewer())}:
        st.session_state[_TAKEN] = name
        st.caption(f"A view {literal(name, 80)} exists already. Type another name, or replace it.")
        return
    saved.save(viewer(), name, urlencode(parameters(address), doseq=True), replace=replace)
    st.caption(f"Saved as {literal(name, 80)}.")


def _menu(saved: SavedViews, address: Address) -> None:
    # A form: its button is never disabled, so the first click, or Enter, saves the name that was just typed.
    with st.form("save view", border=False):
        name = st.text_input("Name", key="view name", max_chars=80, placeholder="A name for this view")
        wanted = st.form_submit_button("Save this view", width="stretch")
    if wanted:
        st.session_state[_TAKEN] = ""
        _save(saved, address, name.strip())
    taken: str = st.session_state.get(_TAKEN, "")
    place = st.empty()
    if taken and place.button(literal(f"Replace {taken}"), key="replace view", width="stretch"):
        st.session_state[_TAKEN] = ""
        place.empty()
        _save(saved, address, taken, replace=True)
    views = {view.name: view for view in saved.views(viewer())}
    if not views:
        st.caption("Nothing saved yet.")
    for view in views.values():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                literal(view.name, 80),
                key=f"open {view.name}",
                on_click=closing(_NAME, go),
                args=(parse(parse_qs(view.query)),),
                help=f"Saved {moment(view.saved)}",
                width="stretch",
            )
            # Not as a callback: an error in a callback would not reach the message above.
            if st.button("Delete", icon=":material/delete:", key=f"delete {view.name}", type="tertiary"):
                saved.delete(viewer(), view.name)
                st.rerun()
