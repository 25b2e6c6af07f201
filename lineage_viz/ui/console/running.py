"""The console of the app, and the query of a visit: its start, its end, and the words while it runs."""

from dataclasses import dataclass

import streamlit as st

from lineage_viz.console import Console, Kind, Limits, Run
from lineage_viz.console.history import History
from lineage_viz.console.notebook import Cell, cell
from lineage_viz.errors import ConsoleClosed, HistoryError, QueryRefused
from lineage_viz.settings import Settings
from lineage_viz.ui.console.place import note
from lineage_viz.ui.session import viewer
from lineage_viz.words import count

_ASKED, _REFUSED, _NOTED = "console asked", "console refused", "console noted"
_EVERY = 0.4
_WATCH = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of a visit. `draws`: its answer becomes the picture."""

    text: str
    """All that stood in the editor; `cell` has the query in it."""
    run: Run
    cell: Cell
    draws: bool = False


def shared_console() -> Console:
    """The console that all sessions of the app share."""
    settings = Settings.from_environment()
    return _console(settings, repr(settings))


@st.cache_resource(show_spinner=False)
def _console(_settings: Settings, key: str) -> Console:
    del key  # only Streamlit's cache reads it
    return Console(_settings)


def asked() -> Asked | None:
    """The last query of this visit."""
    found: Asked | None = st.session_state.get(_ASKED)
    return found


def refused() -> QueryRefused | ConsoleClosed | None:
    """The reason why the last query was not even sent."""
    found: QueryRefused | ConsoleClosed | None = st.session_state.get(_REFUSED)
    return found


def start(text: str, kind: Kind, limits: Limits, *, draws: bool = False) -> None:
    """Run a query in place of the last one."""
    before = asked()
    if before and before.run.ended is None:
        before.run.cancel()
    read = cell(text)
    note(text)
    st.session_state[_REFUSED] = None
    try:
        st.session_state[_ASKED] = Asked(text, shared_console().start(read.query, kind, limits), read, draws)
    except (QueryRefused, ConsoleClosed) as error:
        st.session_state[_REFUSED] = error


@st.fragment(run_every=_EVERY)
def progress(run: Run) -> None:
    """Say how far a query is, and run the page again at its end."""
    run.seen()
    if run.ended is not None:
        st.rerun()
    if run.waits:
        st.caption(
            f":material/hourglass_empty: Other queries run now. This one waits for its place, {run.seconds:,.0f} s …"
        )
        return
    rows = f", {count(len(run.rows), 'row')} so far" if run.rows else ""
    st.caption(f":material/progress_activity: Running for {run.seconds:,.1f} s{rows} …")


@st.fragment(run_every=_WATCH)
def watch_the_proof(console: Console) -> None:
    """Run the page again when the console closes. Its role is tried again each time."""
    if console.closed():
        st.rerun()


def remember(text: str, run: Run) -> str:
    """Note a run that has ended in the history of the visitor, once. Return a sentence if that is not possible."""
    if st.session_state.get(_NOTED) == run.id:
        return ""
    st.session_state[_NOTED] = run.id
    try:
        history().add(viewer(), text, run)
    except HistoryError as error:
        return str(error)
    return ""


def history() -> History:
    """The history of all people."""
    return History(Settings.from_environment().console_history)
