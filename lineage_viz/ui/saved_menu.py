"""The menu of the visitor's saved views."""

from collections.abc import Callable
from urllib.parse import parse_qs

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.saved_views import SavedView, SavedViews
from lineage_viz.settings import Settings
from lineage_viz.ui.menu import closing, menu
from lineage_viz.ui.session import sign_in_is_configured, viewer
from lineage_viz.ui.text import literal
from lineage_viz.ui.visible_views import ENTITIES, EXPLORE, QUERY, place_of
from lineage_viz.words import moment

_NAME = "saved"
_SHOWS = {EXPLORE: "Picture", ENTITIES: "List", QUERY: "Question"}
_TAKEN = "taken name of a view"

Open = Callable[[str], None] | None


def saved_menu(query: str, open_here: Callable[[str], None] | None = None) -> None:
    """Show the menu to save the view with this query under a name, and to open or delete a saved view.

    `open_here` opens a picture without leaving its page; without it, each view is opened on its page.
    """
    with menu(_NAME, "Saved", ":material/bookmark:"):
        try:
            settings = Settings.from_environment()
            saved, shared = SavedViews(settings.saved_views), SavedViews(settings.shared_views)
            _menu(saved, shared, query, open_here)
            _others(shared, open_here)
        except LineageVizError as error:
            st.warning(literal(str(error), 500))


def _save(saved: SavedViews, shared: SavedViews, query: str, name: str, *, replace: bool = False) -> None:
    """Save the view, and say so. A name that is taken is replaced only after another click."""
    if not replace and name in {view.name for view in saved.views(viewer())}:
        st.session_state[_TAKEN] = name
        st.caption(f"A view {literal(name, 80)} exists already. Type another name, or replace it.")
        return
    view = saved.save(viewer(), name, query, replace=replace)
    if view.name in {each.name for each in shared.views(viewer())}:
        shared.save(viewer(), view.name, view.query, replace=True)
    st.caption(f"Saved as {literal(name, 80)}.")


def _menu(saved: SavedViews, shared: SavedViews, query: str, open_here: Open) -> None:
    # A form: its button is never disabled, so the first click, or Enter, saves the name that was just typed.
    with st.form("save view", border=False):
        name = st.text_input("Name", key="view name", max_chars=80, placeholder="A name for this view")
        wanted = st.form_submit_button("Save this view", width="stretch")
    if wanted:
        st.session_state[_TAKEN] = ""
        _save(saved, shared, query, name.strip())
    taken: str = st.session_state.get(_TAKEN, "")
    place = st.empty()
    if taken and place.button(literal(f"Replace {taken}"), key="replace view", width="stretch"):
        st.session_state[_TAKEN] = ""
        place.empty()
        _save(saved, shared, query, taken, replace=True)
    views, told = saved.views(viewer()), {view.name for view in shared.views(viewer())}
    if not views:
        st.caption("Nothing saved yet.")
    for view in views:
        with st.container(horizontal=True, vertical_alignment="center"):
            _open_button(view, "open", open_here)
            _share_button(shared, view, is_shared=view.name in told)
            # Not as a callback: an error in a callback would not reach the message above.
            if st.button("Delete", icon=":material/delete:", key=f"delete {view.name}", type="tertiary"):
                saved.delete(viewer(), view.name)
                shared.delete(viewer(), view.name)
                st.rerun()


def _share_button(shared: SavedViews, view: SavedView, *, is_shared: bool) -> None:
    """Show the button that shares a view with everybody, or ends that. Without sign-in everybody has the same views."""
    if not sign_in_is_configured():
        return
    words, icon = ("Stop sharing", ":material/group_off:") if is_shared else ("Share", ":material/group_add:")
    if not st.button(words, icon=icon, key=f"share {view.name}", type="tertiary"):
        return
    if is_shared:
        shared.delete(viewer(), view.name)
    else:
        shared.save(viewer(), view.name, view.query, replace=True)
    st.rerun()


def _others(shared: SavedViews, open_here: Open) -> None:
    """Show the views that other people share."""
    views = [view for view in shared.of_everybody() if view.owner != viewer()]
    if views:
        st.caption("Shared by others")
    for view in views:
        _open_button(
            view, f"open {view.owner}", open_here, f"{literal(view.name, 80)} · {literal(view.owner, 80)}"
        )


def _open_button(view: SavedView, key: str, open_here: Open, words: str = "") -> None:
    page, query = place_of(view)
    here = open_here if page == EXPLORE else None
    clicked = st.button(
        f"{words or literal(view.name, 80)} :gray[· {_SHOWS[page].lower()}]",
        key=f"{key} {view.name}",
        on_click=closing(_NAME, here) if here else None,
        args=(query,) if here else None,
        help=f"{_SHOWS[page]}, saved {moment(view.saved)}",
        width="stretch",
    )
    if clicked and not here:
        st.switch_page(page, query_params=parse_qs(query))
