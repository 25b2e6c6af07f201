"""The console: an editor, the answer below it, and the queries of before."""

from collections.abc import Mapping

import streamlit as st

from lineage_viz.component.editor import Act, Offered, Problem, gremlin_editor
from lineage_viz.console import Console, Ended, Kind, Limits
from lineage_viz.console.examples import EXAMPLES
from lineage_viz.errors import QueryRefused, StoreUnavailable
from lineage_viz.snapshot.schema import SAGEMAKER
from lineage_viz.store.base import Store
from lineage_viz.ui.console.answer import answer
from lineage_viz.ui.console.earlier import earlier
from lineage_viz.ui.console.place import LONGEST, fill, filled
from lineage_viz.ui.console.running import (
    Asked,
    asked,
    keep,
    progress,
    refused,
    shared_console,
    start,
    watch_the_proof,
)
from lineage_viz.ui.console.saving import save_dialog
from lineage_viz.ui.menu import closing, menu
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import waiting_shown
from lineage_viz.words import count

_KINDS: Mapping[str, Kind] = {
    "run": Kind.RUN,
    "draw": Kind.RUN,
    "explain": Kind.EXPLAIN,
    "profile": Kind.PROFILE,
}
_SECONDS = {"10 seconds": 10, "30 seconds": 30, "2 minutes": 120, "10 minutes": 600}
_ROWS = {"1,000 rows": 1_000, "10,000 rows": 10_000, "50,000 rows": 50_000}


def console_view(store: Store) -> None:
    """Show the console. While it is closed, the text and the answer stay, and no query runs."""
    console = shared_console()
    if never := console.lacks():
        st.info(literal(f"The console is closed. {never}", 1_000), icon=":material/lock:")
        return
    with waiting_shown():
        reason = console.closed()
    if reason:
        _closed(console, reason)
    else:
        st.caption(
            "This console can only read. Before it opened, Neptune refused a trial change by its role."
        )
    watch_the_proof(console, reason)
    _choices()
    text, key = filled()
    last = asked()
    running = last is not None and last.run.ended is None
    now, act = gremlin_editor(
        text,
        filled_key=key,
        offered=_offered(store),
        problems=_problems(last),
        running=running,
        key="console editor",
    )
    if act:
        _do(act, last)
    keep(now, text)
    if len(now) > LONGEST:
        st.caption(
            f"The address keeps queries up to {LONGEST:,} characters. This one has {len(now):,}: save it."
        )
    if error := refused():
        st.warning(literal(str(error), 1_000))
    if last and running:
        progress(last.run)
    elif last:
        answer(store, last, now)
    earlier(now)


def _closed(console: Console, reason: str) -> None:
    """Say why no query runs now. The page watches for the end of it."""
    if not console.away:
        st.info(literal(f"The console is closed. {reason}", 1_000), icon=":material/lock:")
        return
    words = f"{reason} This page continues by itself when the store answers again."
    st.error(literal(words, 1_000), icon=":material/cloud_off:")
    st.button("Try again", icon=":material/refresh:", key="again console", on_click=console.prove_again)


def _choices() -> None:
    """Show the examples and the limits of a query."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with menu("examples", "Examples", ":material/lightbulb:"):
            for each in EXAMPLES:
                st.button(
                    literal(each.name), on_click=closing("examples", fill), args=(each.text,), type="tertiary"
                )
        limits = _limits()
        with menu("limits", f"Limits: {limits.seconds:g} s, {count(limits.rows, 'row')}", ":material/timer:"):
            _limit("Time for one query", _SECONDS, "seconds", limits.seconds)
            _limit("Rows of one answer", _ROWS, "rows", limits.rows)
            st.caption("A query that reaches a limit is ended on the server.")


def _limit(words: str, choices: Mapping[str, int], name: str, now: float) -> None:
    """Show the choice of a limit. Streamlit forgets a field that is not shown, so the choice is kept beside it."""
    key = f"console field {name}"
    st.session_state[key] = next(each for each, value in choices.items() if value == now)

    def keep() -> None:
        st.session_state[f"console {name}"] = choices[st.session_state[key]]

    st.selectbox(words, list(choices), key=key, on_change=keep)


def _limits() -> Limits:
    usual = Limits()
    return Limits(
        st.session_state.get("console seconds", usual.seconds),
        st.session_state.get("console rows", usual.rows),
    )


def _do(act: Act, last: Asked | None) -> None:
    """Do what a person asked for in the editor, and run the page again."""
    if act.name == "save" and act.text.strip():
        save_dialog(act.text)
        return
    if act.name == "save":
        st.warning("The query is empty. Type one, then save it.")
        return
    if act.name == "cancel":
        if last:
            last.run.cancel()
    else:
        start(act.text, _KINDS[act.name], _limits(), draws=act.name == "draw")
    st.rerun()


def _problems(last: Asked | None) -> tuple[Problem, ...]:
    if last is None or last.run.ended is not Ended.REFUSED:
        return ()
    error = last.run.error
    if not isinstance(error, QueryRefused) or not error.line:
        return ()
    return (Problem(error.line + last.cell.before, error.column, str(error)),)


def _offered(store: Store) -> Offered:
    """The names of the loaded lineage that the editor offers."""
    try:
        counts = store.counts()
    except StoreUnavailable:
        return Offered((), (), _PROPERTIES, {"status": _STATUSES})
    types = tuple(sorted({type_ for _, type_ in counts.types if type_}))
    labels = tuple(sorted({*counts.labels, *counts.association_types}))
    return Offered(labels, types, _PROPERTIES, {"type": types, "status": _STATUSES})


_PROPERTIES = tuple(
    sorted(
        {
            column.name
            for columns in SAGEMAKER.vertices.values()
            for column in columns
            if not column.name.startswith("search")
        }
    )
)

_STATUSES = ("Completed", "Failed", "InProgress", "Stopped", "Stopping", "Unknown")
"""The recorded ones (SageMaker API, ActionStatus and TrialComponentPrimaryStatus); on screen, others stand for them."""
