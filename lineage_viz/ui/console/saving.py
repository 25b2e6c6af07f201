"""The queries that people save: the dialog, the list, and their way out and in as a file."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.errors import SavedViewError
from lineage_viz.json_text import json_of, json_text
from lineage_viz.saved_views import LONGEST_NAME, LONGEST_QUERY, SavedView, SavedViews
from lineage_viz.settings import Settings
from lineage_viz.ui.console.place import console_query, text_of
from lineage_viz.ui.session import viewer
from lineage_viz.ui.text import literal
from lineage_viz.ui.visible_views import QUERY, place_of, question_query, visible_views
from lineage_viz.words import count, plain

LARGEST = 2
"""Megabytes of a file of queries."""

_MOST = 500
"""Queries of one file."""

Query = tuple[SavedView, str]
"""A saved query with its text."""


@st.dialog("Save this query")
def save_dialog(text: str) -> None:
    """Ask for a name, and save the query under it."""
    st.code(text, language="groovy", height=160)
    with st.form("save query", border=False):
        name = st.text_input("Name", max_chars=LONGEST_NAME, placeholder="A name for this query")
        replace = st.checkbox("Replace a saved query of this name")
        wanted = st.form_submit_button("Save")
    if wanted:
        try:
            save(name, text, replace=replace)
        except SavedViewError as error:
            st.warning(literal(str(error), 500))
        else:
            st.rerun()


def saved_queries() -> tuple[Query, ...]:
    """Return the queries of the visitor, then those that others share. Raises SavedViewError."""
    found = ((view, place_of(view)) for view in visible_views())
    texts = ((view, text_of(query)) for view, (page, query) in found if page == QUERY)
    return tuple((view, text) for view, text in texts if text)


def as_file(queries: Sequence[Query]) -> str:
    """Return queries as JSON, to bring in elsewhere."""
    return (
        json_text({"queries": [{"name": view.name, "gremlin": text} for view, text in queries]}, indent=1)
        + "\n"
    )


def bring_in(content: bytes) -> str:
    """Save the queries of a file, and return sentences about them. Names that are taken keep their query."""
    queries = _queries_in(content)
    if not queries:
        return (
            "This file has no saved queries. Choose one that this console made: JSON with a list `queries`."
        )
    if len(queries) > _MOST:
        return f"This file has {count(len(queries), 'query', 'queries')}; at most {_MOST} can be brought in at once."
    taken = {view.name for view in _saved().views(viewer())}
    saved, kept, wrong = 0, list[str](), list[str]()
    for name, text in queries:
        if name.strip() in taken:
            kept.append(plain(name, 80))
            continue
        try:
            save(name, text)
        except SavedViewError as error:
            wrong.append(f"{plain(name, 80)} ({plain(str(error), 200)})")
            continue
        taken.add(name.strip())
        saved += 1
    there = f" Kept as before, because the name is taken: {', '.join(kept)}." if kept else ""
    not_saved = f" Not saved: {'; '.join(wrong)}." if wrong else ""
    return f"{count(saved, 'query', 'queries')} saved.{there}{not_saved}"


def save(name: str, text: str, *, replace: bool = False) -> None:
    """Save a query under a name. Raises SavedViewError."""
    query = question_query(console_query(text))
    if len(query) > LONGEST_QUERY:
        raise SavedViewError(
            f"This query is too long to be saved: {len(text):,} characters. Keep it in a file of its own."
        )
    _saved().save(viewer(), name.strip(), query, replace=replace)


def forget(view: SavedView) -> None:
    """Delete a saved query of the visitor, and the end of its sharing with it; say when that is not possible."""
    try:
        _saved().delete(viewer(), view.name)
        SavedViews(Settings.from_environment().shared_views).delete(viewer(), view.name)
    except SavedViewError as error:
        st.warning(literal(str(error), 500))


def _queries_in(content: bytes) -> list[tuple[str, str]] | None:
    try:
        whole = json_of(content.decode("utf-8-sig"), dict)
    except UnicodeDecodeError:
        return None
    listed = whole.get("queries") if whole else None
    if not isinstance(listed, list):
        return None
    found = [(each.get("name"), each.get("gremlin")) for each in listed if isinstance(each, dict)]
    return [(name, text) for name, text in found if isinstance(name, str) and isinstance(text, str) and text]


def _saved() -> SavedViews:
    return SavedViews(Settings.from_environment().saved_views)
