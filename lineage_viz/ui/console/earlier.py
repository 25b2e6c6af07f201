"""The queries of before: the history of the visitor, and the saved ones."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.console.extent import time_words
from lineage_viz.console.history import Asked
from lineage_viz.errors import HistoryError, SavedViewError
from lineage_viz.ui.console.place import console_query, fill
from lineage_viz.ui.console.running import history
from lineage_viz.ui.console.saving import LARGEST, Query, as_file, bring_in, forget, saved_queries
from lineage_viz.ui.saved_menu import saved_menu
from lineage_viz.ui.session import viewer
from lineage_viz.ui.text import TABLE_MOMENT, literal
from lineage_viz.ui.visible_views import question_query
from lineage_viz.words import plain

_USE, _DELETE = "Use", "Delete"
_SHOWN = 300
_ENDS = {"whole": "complete"}


def earlier(text: str) -> None:
    """Show the saved queries and the history; `text` is what the editor has now."""
    with st.expander(
        "Saved queries", icon=":material/bookmark:", key="console saved", on_change="rerun"
    ) as saved:
        if saved.open:
            _saved_queries(text)
    with st.expander("History", icon=":material/history:", key="console history", on_change="rerun") as past:
        if past.open:
            _history()


def _saved_queries(text: str) -> None:
    try:
        queries = saved_queries()
    except SavedViewError as error:
        st.warning(literal(str(error), 500))
        return
    if queries:
        _saved_table(queries)
    else:
        st.caption("No query is saved yet. Save the one in the editor with its button.")
    with st.container(horizontal=True, vertical_alignment="center"):
        saved_menu(question_query(console_query(text)))
        if queries:
            st.download_button(
                "Take all away (JSON)", as_file(queries), "gremlin_queries.json", "application/json",
                icon=":material/download:", type="tertiary", on_click="ignore",
            )  # fmt: skip
    given = st.file_uploader(
        "Bring in queries (JSON)", type="json", key="console queries", max_upload_size=LARGEST
    )
    if given is not None:
        _bring_in(given.file_id, given.getvalue())


def _bring_in(file_id: str, content: bytes) -> None:
    """Bring a file in, once."""
    place = "console brought in"
    if st.session_state.get(place, ("",))[0] != file_id:
        try:
            words = bring_in(content)
        except SavedViewError as error:
            words = str(error)
        st.session_state[place] = file_id, words
        st.rerun()
    st.caption(literal(st.session_state[place][1], 2_000))


def _saved_table(queries: Sequence[Query]) -> None:
    def use() -> None:
        fill(queries[st.session_state["console use saved"]["row"]][1])

    def delete() -> None:
        forget(queries[st.session_state["console delete saved"]["row"]][0])

    own = viewer()

    st.dataframe(
        {
            "Name": [plain(view.name, 80) for view, _ in queries],
            _USE: [_USE] * len(queries),
            "Query": [plain(text, _SHOWN) for _, text in queries],
            "Owner": [plain(view.owner, 80) for view, _ in queries],
            _DELETE: [_DELETE if view.owner == own else "" for view, _ in queries],
        },
        hide_index=True,
        height="content" if len(queries) <= 8 else 320,
        column_config={
            _USE: st.column_config.ButtonColumn("", key="console use saved", on_click=use),
            _DELETE: st.column_config.ButtonColumn("", key="console delete saved", on_click=delete),
        },
    )


def _history() -> None:
    try:
        queries = history().of(viewer())
    except HistoryError as error:
        st.warning(literal(str(error), 500))
        return
    if not queries:
        st.caption("No query has run yet.")
        return
    _history_table(queries)
    st.button("Forget all of them", icon=":material/delete:", type="tertiary", on_click=_forget)


def _history_table(queries: Sequence[Asked]) -> None:
    def use() -> None:
        fill(queries[st.session_state["console use asked"]["row"]].text)

    st.dataframe(
        {
            "Query": [plain(each.text, _SHOWN) for each in queries],
            _USE: [_USE] * len(queries),
            "Asked": [each.at for each in queries],
            "Kind": [each.kind.capitalize() for each in queries],
            "End": [_ENDS.get(each.ended, each.ended).capitalize() for each in queries],
            "Rows": [each.rows for each in queries],
            "Time": [time_words(each.seconds) if each.seconds else "" for each in queries],
        },
        hide_index=True,
        height="content" if len(queries) <= 8 else 320,
        column_config={
            _USE: st.column_config.ButtonColumn("", key="console use asked", on_click=use),
            "Asked": st.column_config.DatetimeColumn(format=TABLE_MOMENT, timezone="UTC"),
            "Rows": st.column_config.NumberColumn(format="localized"),
        },
    )


def _forget() -> None:
    history().clear(viewer())
