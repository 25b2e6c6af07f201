"""The changes that an admin requests, each checked against the visitor of that moment, each with its answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from lineage_viz.administration import Administration
from lineage_viz.errors import LineageVizError
from lineage_viz.settings import Settings
from lineage_viz.ui.session import current_actor
from lineage_viz.ui.text import literal

_FAILED, _DONE = "admin failed", "admin done"


def change(make: Callable[[Administration], object], done: str = "") -> bool:
    """Make a change and keep its answer for the page. Returns False when it was refused or failed.

    The actor is read here, not when the button was drawn: the sign-in may have ended since.
    """
    for key in (_FAILED, _DONE):
        st.session_state.pop(key, None)
    try:
        make(Administration(Settings.from_environment(), current_actor()))
    except LineageVizError as error:
        st.session_state[_FAILED] = str(error)
        return False
    st.session_state[_DONE] = done
    return True


def is_answered() -> bool:
    """True when there is an answer that `answer` has not shown yet."""
    return bool(st.session_state.get(_FAILED) or st.session_state.get(_DONE))


def answer() -> None:
    """Show the answer to the last change, once."""
    if failed := st.session_state.pop(_FAILED, ""):
        st.error(literal(str(failed), 1_000), icon=":material/error:")
    if done := st.session_state.pop(_DONE, ""):
        st.toast(literal(str(done)), icon=":material/check:")


@contextmanager
def section_error_shown() -> Iterator[None]:
    """Show an error of one section as a sentence, and go on with the others.

    An admin needs the rest of the page most when one section of it has failed.
    """
    try:
        yield
    except LineageVizError as error:
        st.error(literal(str(error), 1_000), icon=":material/error:")
