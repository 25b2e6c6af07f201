"""The console: an editor, the answer below it, and the queries of before."""

from collections.abc import Mapping

import streamlit as st

from lineage_viz.component.editor import Act, Offered, Problem, gremlin_editor
from lineage_viz.console import Ended, Kind, Limits
from lineage_viz.console.examples import EXAMPLES
from lineage_viz.errors import QueryRefused
from lineage_viz.store.base import Store
from lineage_viz.ui.console.answer import answer
from lineage_viz.ui.console.earlier import earlier
from lineage_viz.ui.console.place import fill, filled
from lineage_viz.ui.console.running import (
    Asked,
    asked,
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

_KINDS: Mapping[str, Kind] = {
    "run": Kind.RUN,
    "draw": Kind.RUN,
    "explain": Kind.EXPLAIN,
    "profile": Kind.PROFILE,
}
_SECONDS = {"10 seconds": 10, "30 seconds": 30, "2 minutes": 120, "10 minutes": 600}
_ROWS = {"1,000 rows": 1_000, "10,000 rows": 10_000, "50,000 rows": 50_000}
_MOST_VALUES = 200
"""Values of one property that the editor offers."""


def console_view(store: Store) -> None:
    """Show the console, or the reason why it is closed. Raises StoreUnavailable."""
    console = shared_console()
    with waiting_shown():
        reason = console.closed()
    if reason:
        st.info(literal(f"The console is closed. {reason}", 1_000), icon=":material/lock:")
        return
    watch_the_proof(console)
    st.caption(
        "Queries only read: Neptune refuses every change by the role of this console, tried before it opened."
    )
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
    if error := refused():
        st.warning(literal(str(error), 1_000))
    if last and running:
        progress(last.run)
    elif last:
        answer(store, last)
    earlier(now)


def _choices() -> None:
    """Show the examples and the limits of a query."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with menu("examples", "Examples", ":material/lightbulb:"):
            for each in EXAMPLES:
                st.button(
                    literal(each.name),
                    on_click=closing("examples", fill),
                    args=(each.text,),
                    type="tertiary",
                    width="stretch",
                )
        with menu("limits", "Limits", ":material/timer:"):
            st.selectbox("Time for one query", list(_SECONDS), index=1, key="console seconds")
            st.selectbox("Rows of one answer", list(_ROWS), index=1, key="console rows")
            st.caption("A query that reaches a limit is ended on the server.")


def _limits() -> Limits:
    seconds = _SECONDS.get(st.session_state.get("console seconds", ""), Limits().seconds)
    rows = _ROWS.get(st.session_state.get("console rows", ""), Limits().rows)
    return Limits(seconds, rows)


def _do(act: Act, last: Asked | None) -> None:
    """Do what a person asked for in the editor, and run the page again."""
    if act.name == "save":
        save_dialog(act.text)
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
    counts, facts = store.counts(), store.fact_counts()
    types = tuple(sorted({type_ for _, type_ in counts.types if type_}))
    states = tuple(sorted(facts.states))[:_MOST_VALUES]
    labels = tuple(sorted({*counts.labels, *counts.association_types}))
    return Offered(labels, types, _PROPERTIES, {"type": types, "status": states})


_PROPERTIES = (
    "arn", "name", "type", "sourceuri", "sourcearn", "sourcetype", "status", "creationtime", "lastmodifiedtime",
    "createdby", "lastmodifiedby", "account", "region", "unresolved",
)  # fmt: skip
