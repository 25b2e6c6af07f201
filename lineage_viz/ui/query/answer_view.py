"""The answer to a question: its sentence and extent, the rows, the picture, the Gremlin, and files."""

import streamlit as st

from lineage_viz.component.report import report_blocks
from lineage_viz.model import Subgraph
from lineage_viz.picture.given import given_scene
from lineage_viz.picture.scene import Scene
from lineage_viz.questions.prepared import Answer, Form, Prepared, ask, sentence_of
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.store.order import SortBy
from lineage_viz.takeaway import file_name
from lineage_viz.takeaway.answer_tables import answer_csv, answer_json
from lineage_viz.takeaway.view_caption import answer_caption
from lineage_viz.ui.console.place import fill
from lineage_viz.ui.opened_row import open_together, remember
from lineage_viz.ui.page_address import address_of
from lineage_viz.ui.query.place import HERE, list_all
from lineage_viz.ui.still_picture import still_picture
from lineage_viz.ui.table import entity_table
from lineage_viz.words import count, how_much, plain

_NOTHING = "Nothing that is recorded belongs to this answer."
_ROWS = 1_000
"""Rows on the page; the files have all."""
_DRAWN = 400
"""Entities in the picture of an answer; more are no picture that a person can read."""


@st.cache_resource(show_spinner=False)
def _scenes() -> Memory:
    return Memory(16)


def answer_view(store: Store, question: Prepared, values: dict[str, str]) -> None:
    """Show the answer to a question. Raises StoreUnavailable."""
    answer = ask(store, question, values)
    sentence = sentence_of(store, question, answer.values)
    lines = [f"{answer.extent}.", *answer.found.notes]
    told = [plain(each, 600) for each in (lines if answer.rows or answer.found.notes else [*lines, _NOTHING])]
    report_blocks([{"is": "words", "heading": plain(sentence, 300), "lines": told}], key="answer")
    _files(store, answer, sentence)
    if answer.rows:
        _table(answer)
        _picture(store, answer)
    _code(answer)


def _table(answer: Answer) -> None:
    rows = answer.rows[:_ROWS]
    if len(rows) < len(answer.rows):
        st.caption(f"The first {count(len(rows), 'row')}. The files have all {len(answer.rows):,}.")
    cells = {name: [row.cells[number] for row in rows] for number, name in enumerate(answer.question.columns)}
    others = [by for by in (SortBy.TYPE, SortBy.CREATED) if by.name.capitalize() not in cells]
    entity_table(
        [row.entity for row in rows],
        key="rows of the answer",
        on_open=remember,
        height="content" if len(rows) <= 12 else 460,
        columns=[*others, SortBy.SOURCE, SortBy.ARN],
        beside=cells,
    )


def _picture(store: Store, answer: Answer) -> None:
    graph = answer.found.lineage
    if not graph.associations:
        return
    if len(graph.entities) > _DRAWN:
        st.caption(
            f"No picture: {how_much(len(graph.entities), len(graph.associations))} are too many for one."
        )
        return
    key = store.edition, answer.question.name, tuple(answer.values.items())
    drawn: Scene = _scenes().recall(key, lambda: _scene(graph))
    first = graph.focus[0] if graph.focus else graph.entities[0].arn
    # A page has no room for picture and panel at once: `review` gives the picture its height.
    with st.container(key="review"):
        still_picture(drawn, first, store.snapshots, key=f"answered {answer.question.name}", here=HERE)


def _scene(graph: Subgraph) -> Scene:
    words = f"The lineage of the answer: {how_much(len(graph.entities), len(graph.associations))}"
    return given_scene(graph, words)


def _files(store: Store, answer: Answer, sentence: str) -> None:
    """Show the way to the explorer and the downloads. A file is made when the browser requests it."""
    caption = answer_caption(store, answer, address_of(HERE, here=HERE))
    with st.container(horizontal=True):
        if answer.rows:
            open_together([row.entity.arn for row in answer.rows])
        elif about := [
            answer.values[each.name] for each in answer.question.takes if each.form is Form.ENTITY
        ]:
            open_together(about[:1], "Show the lineage of what was asked about")
        for words, ending, mime, content in (
            ("CSV", "csv", "text/csv", lambda: answer_csv(answer, caption).encode()),
            ("JSON", "json", "application/json", lambda: answer_json(answer, sentence).encode()),
        ):
            st.download_button(
                f"Take away ({words})",
                content,
                file_name(caption, ending),
                mime,
                key=f"take-{ending}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _edit(gremlin: str) -> None:
    """Open the console with this query. It runs only when the person says so."""
    list_all()
    fill(gremlin)


def _code(answer: Answer) -> None:
    with st.expander("Gremlin and Python of this answer", icon=":material/code:"):
        st.caption("Gremlin, for a console of Neptune. It gives the same entities, in any order.")
        st.code(answer.gremlin, language="groovy", wrap_lines=True)
        st.button(
            "Edit in console", icon=":material/edit:", type="tertiary", on_click=_edit, args=(answer.gremlin,)
        )
        st.caption("Python, with `from lineage_viz.questions import prepared`.")
        st.code(answer.python, language="python", wrap_lines=True)
