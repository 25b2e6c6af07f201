"""The console of the app, and the query of a visit: its start, its end, and the words while it runs."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lineage_viz.console import Console, Ended, Kind, Limits, Run
from lineage_viz.console.history import History
from lineage_viz.console.notebook import Cell, cell
from lineage_viz.errors import ConsoleClosed, HistoryError, QueryRefused
from lineage_viz.settings import Settings
from lineage_viz.ui.console.place import note
from lineage_viz.ui.session import viewer
from lineage_viz.words import count

_ASKED, _REFUSED, _KEPT = "console asked", "console refused", "console kept"
_EVERY = 0.4
_WATCH, _WATCH_CLOSED = 30, 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of a visit. `draws`: its answer becomes the picture."""

    text: str
    """All that stood in the editor; `cell` has the query in it."""
    run: Run
    cell: Cell
    draws: bool = False
    not_noted: list[str] = field(default_factory=list)
    """The reason why its end is not in the history, if there is one."""


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
    note(text)
    st.session_state[_REFUSED] = None
    try:
        asked_now = started(text, kind, limits, draws=draws)
    except (QueryRefused, ConsoleClosed) as error:  # the last answer stays
        st.session_state[_REFUSED] = error
        return
    before = asked()
    if before and before.run.ended is None:
        before.run.cancel()
    st.session_state[_ASKED] = asked_now


def started(text: str, kind: Kind, limits: Limits, *, draws: bool) -> Asked:
    """Start a query whose end is noted in the history of the visitor. Raises QueryRefused, ConsoleClosed."""
    console, read, trouble, person = shared_console(), cell(text), list[str](), viewer()
    if reason := console.closed():
        raise ConsoleClosed(f"The console is closed, so this query did not run. {reason}")

    def remember(run: Run, ended: Ended) -> None:
        try:
            history().add(person, text, run, ended)
        except HistoryError as error:
            trouble.append(str(error))

    run = console.start(read.query, kind, limits, remember, _this_visit(), person or _session())
    return Asked(text, run, read, draws, trouble)


def keep(text: str, filled: str) -> None:
    """Keep a text that did not run in the history: it is there after the page is loaded anew.

    Not in the URL: a change of the URL would take the click away with which a person left the editor.
    """
    last = asked()
    if text.strip() and text not in (filled, last and last.text, st.session_state.get(_KEPT)):
        st.session_state[_KEPT] = text
        with suppress(HistoryError):  # the list of the history says it
            history().keep(viewer(), text)


def _this_visit() -> Callable[[], bool]:
    """Return a function that tells if this visit has its connection: a page that is loaded anew is another visit."""
    session = _session()
    if not session or not exists():
        return lambda: True
    server = get_instance()
    return lambda: server.is_active_session(session)


def _session() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


_ENDING = {
    Ended.OUT_OF_TIME: "Its limit is reached; Neptune is asked to end it.",
    Ended.CANCELLED: "Neptune is asked to end it.",
}


@st.fragment(run_every=_EVERY)
def progress(run: Run) -> None:
    """Say how far a query is, and run the page again at its end."""
    run.seen()
    if run.ended is not None:
        st.rerun()
    if run.is_ending and (words := _ENDING.get(run.is_ending)):
        st.caption(f":material/hourglass_bottom: {words} {count(len(run.rows), 'row')} so far …")
        return
    if run.waits:
        st.caption(
            f":material/hourglass_empty: Other queries run now. This one waits for its place, {run.seconds:,.0f} s …"
        )
        return
    rows = f", {count(len(run.rows), 'row')} so far" if run.rows else ""
    st.caption(f":material/progress_activity: Running for {run.seconds:,.1f} s{rows} …")


def watch_the_proof(console: Console, reason: str) -> None:
    """Run the page again when the console closes or opens. Its role is tried again each time."""
    st.fragment(_changed, run_every=_WATCH_CLOSED if reason else _WATCH)(console, reason)


def _changed(console: Console, reason: str) -> None:
    if bool(console.closed()) != bool(reason):
        st.rerun()


def history() -> History:
    """The history of all people."""
    return History(Settings.from_environment().console_history)
