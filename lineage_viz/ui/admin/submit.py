"""Changes that an admin asks for: each by whoever looks at that moment, and each with its answer on the page."""

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
    """Make it, and keep for the page what came of it; False when it was refused or failed.

    Who asks is found out here, not when the button was drawn: the sign-in may have ended since.
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
    """Whether there is something to say that `answer` has not said yet."""
    return bool(st.session_state.get(_FAILED) or st.session_state.get(_DONE))


def answer() -> None:
    """Say what came of the last change, once."""
    if failed := st.session_state.pop(_FAILED, ""):
        st.error(literal(str(failed), 1_000), icon=":material/error:")
    if done := st.session_state.pop(_DONE, ""):
        st.toast(literal(str(done)), icon=":material/check:")


@contextmanager
def trouble_said() -> Iterator[None]:
    """A part of the page that may fail: it says why in a sentence, and all others go on.

    An admin needs the rest of the page most of all when one part of it has failed.
    """
    try:
        yield
    except LineageVizError as error:
        st.error(literal(str(error), 1_000), icon=":material/error:")
