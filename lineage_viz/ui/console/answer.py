"""The answer to a query of the console: its extent, its rows, its picture and its files; or a report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from lineage_viz.component.report import report_blocks
from lineage_viz.console import Kind, Run
from lineage_viz.console.extent import cost, extent
from lineage_viz.console.lineage import Found, arns_of, found_in, merged, with_types
from lineage_viz.console.naming import names_of
from lineage_viz.console.plans import numbers, warnings
from lineage_viz.console.query_text import counts_all, statements
from lineage_viz.console.table import as_csv, as_json, is_counted, table
from lineage_viz.console.values import Value
from lineage_viz.errors import QueryRefused, StoreUnavailable
from lineage_viz.model import Subgraph
from lineage_viz.picture.address import MOST_FOCUSED
from lineage_viz.picture.given import given_scene
from lineage_viz.picture.scene import Scene
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.title import title
from lineage_viz.ui.console.hint import hint
from lineage_viz.ui.console.running import Asked
from lineage_viz.ui.opened_row import open_together
from lineage_viz.ui.page_address import focus_address
from lineage_viz.ui.query.place import HERE
from lineage_viz.ui.still_picture import still_picture
from lineage_viz.ui.text import distinct, literal
from lineage_viz.ui.trouble import unavailable, waiting_shown
from lineage_viz.words import count, how_much, plain, type_words

_ROWS = 1_000
"""Rows on the page; the files have all."""

_CELL = 500
"""Characters of a cell on the page; the files have all."""

_NOTHING = Found(Subgraph())

_FOUND, _PICTURE = "console found", "console drawn"
_BEFORE = "Drawn before"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture, and the id of the last run in it."""

    run: str
    lineage: Subgraph


@st.cache_resource(show_spinner=False)
def _scenes() -> Memory:
    return Memory(8)


def answer(store: Store, asked: Asked, text: str) -> None:
    """Show what a query brought; `text` is that of the editor now, perhaps already another one."""
    run = asked.run
    if asked.text.split() != text.split():
        st.caption(f"Answer to an earlier text: {literal(asked.text, 300)}")
    if run.error:
        more = hint(run.error, asked.cell.query) if isinstance(run.error, QueryRefused) else ""
        st.error(literal(f"{run.error} {more}".strip(), 1_000), icon=":material/error:")
    found = _found(store, asked)
    _words([*_about(asked), *found.notes])
    if run.report:
        _report(run)
    if run.rows:
        _files(asked, found)
    drawn: _Drawn | None = st.session_state.get(_PICTURE)
    here = drawn is not None and drawn.run == run.id
    if here:
        _picture(store, "Drawn")
    if run.rows:
        _table(asked, found)
    if not here:
        _picture(store, _BEFORE)


def _about(asked: Asked) -> Iterator[str]:
    """Yield the sentences about a run."""
    run = asked.run
    if words := extent(run):
        yield f"{words} {cost(run)}."
    yield asked.cell.said
    if (run.rows or run.report) and (number := statements(asked.cell.query)) > 1:
        yield f"The text has {number} queries. This is the answer to the last one; those of the others are missing."
    if is_counted(run.rows, asked.cell.query):
        yield "The row is a map: the table has a row for each of its keys."
    if counts_all(asked.cell.query):
        yield "Each loaded snapshot has one vertex of this app (lineage_viz_snapshot), which is counted, too."
    yield from asked.not_noted
    if run.still_runs:
        yield "Neptune did not end the query although it was asked to. Tell the admin of the cluster."
    if asked.draws and not _found_now(run).lineage.entities:
        yield "There is nothing to draw: the answer names no loaded entity."


def _words(lines: Sequence[str]) -> None:
    told = [plain(line, 600) for line in lines if line]
    if told:
        report_blocks([{"is": "words", "heading": "Answer", "lines": told}], key="console answer")


def _found(store: Store, asked: Asked) -> Found:
    """Return the lineage of the rows, found once for each run; draw it if that was asked for.

    While the store is away the answer has no names of entities, and stays.
    """
    run = asked.run
    if st.session_state.get(_FOUND, ("",))[0] != run.id:
        try:
            with waiting_shown():
                found = found_in(run.rows, store) if run.rows else _NOTHING
        except StoreUnavailable as error:
            unavailable(error, "names", "The entities of this answer are not looked up.", aside=True)
            return _NOTHING
        st.session_state[_FOUND] = run.id, found
        if asked.draws and found.lineage.entities:
            _draw(run.id, found.lineage, add=False)
    return _found_now(run)


def _found_now(run: Run) -> Found:
    id_, found = st.session_state.get(_FOUND, ("", _NOTHING))
    return found if id_ == run.id else _NOTHING


def _draw(run: str, lineage: Subgraph, *, add: bool) -> None:
    before: _Drawn | None = st.session_state.get(_PICTURE)
    whole = merged(before.lineage, lineage) if add and before else lineage
    st.session_state[_PICTURE] = _Drawn(run, whole)


def _files(asked: Asked, found: Found) -> None:
    """Show the ways on: the picture, the explorer, and the files. A file is made when the browser requests it."""
    run = asked.run
    names = {each.arn: title(each) for each in found.lineage.entities}
    arns = [each.arn for each in found.lineage.entities]
    with st.container(horizontal=True):
        if arns:
            _drawing(run, found)
        if 0 < len(arns) <= MOST_FOCUSED:
            open_together(arns)
        for words, ending, mime, content in (
            (
                "CSV",
                "csv",
                "text/csv",
                lambda: as_csv(run.rows, asked.cell.hints, names, asked.cell.query, extent(run)).encode(),
            ),
            ("JSON", "json", "application/json", lambda: as_json(run.rows, asked.text, extent(run)).encode()),
        ):
            st.download_button(
                f"Take away ({words})",
                content,
                f"gremlin_answer.{ending}",
                mime,
                key=f"console {ending}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _drawing(run: Run, found: Found) -> None:
    """Show the buttons that put the answer into the picture."""
    icon, add = ":material/draw:", ":material/add:"
    st.button(
        "Draw",
        icon=icon,
        type="tertiary",
        on_click=_draw,
        args=(run.id, found.lineage),
        kwargs={"add": False},
    )
    if st.session_state.get(_PICTURE):
        st.button(
            "Add to the picture",
            icon=add,
            type="tertiary",
            on_click=_draw,
            args=(run.id, found.lineage),
            kwargs={"add": True},
        )


def _table(asked: Asked, found: Found) -> None:
    """Show the rows; those of the chosen one lead to the explorer."""
    names = names_of(found.lineage.entities)
    rows = asked.run.rows[:_ROWS]
    types = {frozenset((each.source, each.destination)): each.type for each in found.lineage.associations}
    whole = table([with_types(row, types) for row in rows], asked.cell.hints, names, asked.cell.query)
    if len(asked.run.rows) > _ROWS:
        st.caption(f"The first {count(_ROWS, 'row')}. The files have all {len(asked.run.rows):,}.")
    # A map that counts has one row for each pair: then no row of the table is one of the answer.
    same = not is_counted(rows, asked.cell.query)
    shown = {
        name: [plain(row[number], _CELL) for row in whole.rows]
        for number, name in enumerate(distinct([plain(each, 80) or "(no name)" for each in whole.columns]))
    }
    chosen = st.dataframe(
        shown,
        key=f"console rows {asked.run.id}",
        hide_index=True,
        height="content" if len(whole.rows) <= 12 else 420,
        placeholder="",
        on_select="rerun",
        selection_mode="single-row" if same else [],
    )
    if same and (picked := chosen["selection"]["rows"]):
        _row(rows[picked[0]], found)


def _row(row: Value, found: Found) -> None:
    by_arn = {each.arn: each for each in found.lineage.entities}
    entities = [by_arn[arn] for arn in arns_of(row) if arn in by_arn]
    if not entities:
        st.caption("This row names no loaded entity.")
        return
    cells = [
        [
            {"words": plain(title(each), 120), "url": focus_address(each.arn, here=HERE)},
            {"words": type_words(each.type or each.label)},
        ]
        for each in entities
    ]
    head = [{"words": "Entity in this row"}, {"words": "Type"}]
    report_blocks(
        [{"is": "table", "words": "Entities in this row", "head": head, "rows": cells}], key="console row"
    )


def _picture(store: Store, name: str) -> None:
    drawn: _Drawn | None = st.session_state.get(_PICTURE)
    if not drawn:
        return
    graph = drawn.lineage
    words = f"{name}: {how_much(len(graph.entities), len(graph.associations))}"
    if name == _BEFORE:
        st.subheader(f"{_BEFORE}, for another query", anchor=False)
    key = tuple(each.arn for each in graph.entities), tuple(each.id for each in graph.associations)
    scene: Scene = _scenes().recall(hash((key, words)), lambda: given_scene(graph, words))
    with st.container(key="review"):
        still_picture(scene, graph.focus[0], store.snapshots, key="console picture", here=HERE)
    st.button("Remove the picture", icon=":material/close:", type="tertiary", on_click=_undraw)


def _undraw() -> None:
    st.session_state.pop(_PICTURE, None)


def _report(run: Run) -> None:
    """Show a report of explain or profile as text, its numbers above it."""
    name = "Explain" if run.kind is Kind.EXPLAIN else "Profile"
    found = numbers(run.report)
    if found:
        for place, (words, value) in zip(st.columns(len(found)), found, strict=True):
            place.metric(words, value)
    for warning in warnings(run.report):
        st.warning(literal(warning, 400))
    st.code(run.report, language=None, wrap_lines=False, height=480)
    st.download_button(
        "Take away (text)", run.report, f"gremlin_{name.lower()}.txt", "text/plain", icon=":material/download:",
        type="tertiary", on_click="ignore",
    )  # fmt: skip
