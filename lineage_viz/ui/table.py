"""A table of entities: the accessible form of the picture, and of every list."""

from collections.abc import Callable, Container, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Literal

import streamlit as st

from lineage_viz.model import Entity
from lineage_viz.store.order import SortBy
from lineage_viz.ui.column_order import NO_STATES, Sorting, kept_sorting, order_words, sort_entities
from lineage_viz.ui.grid import grid
from lineage_viz.ui.page_numbers import page_number
from lineage_viz.ui.table_columns import BY_NAME, COLUMNS, config, usual
from lineage_viz.words import count

PAGE = 250
"""Rows on one page of the table: 1,000 rows would add 0.2 s to every click."""

_OPEN = "Lineage"
_ONE_PAGE = " one page"
"""The end of the key of a table with a part of its list: the grid's own search would find nothing on the other pages,
so `frame.py` hides it."""


def entity_table(
    entities: Sequence[Entity],
    *,
    key: str,
    on_choose: Callable[[str], None] | None = None,
    on_open: Callable[[str], None] | None = None,
    on_choose_rows: Callable[[Sequence[str]], None] | None = None,
    chosen: Container[str] = (),
    selected: str = "",
    hops: Mapping[str, int] | None = None,
    states: Mapping[str, str] = NO_STATES,
    height: int | Literal["content"] = 320,
    sorting: Sorting | None = None,
    columns: Sequence[SortBy] | None = None,
    beside: Mapping[str, Sequence[str]] = NO_STATES,
) -> None:
    """Show entities as rows and mark the row of the ARN `selected`. `states` replace the recorded status of an ARN.

    `on_choose` gets the ARN of the chosen row, or "" when the choice is cleared, before the page runs again.
    `on_choose_rows` gets the ARNs of all chosen rows; those in `chosen` are marked.
    `on_open` gets the ARN of the row whose button was clicked. Without `sorting` the browser sorts the rows, which is
    right for a list that has one page. `columns` are those after the name; None means the usual ones. `beside` has the
    cells of further columns, which stand before them.
    """
    rows = [
        index
        for index, entity in enumerate(entities)
        if entity.arn in chosen or (selected and entity.arn == selected)
    ]
    # A list with other rows is another table: a click on a row that the browser still shows must not choose a new one.
    key = f"{key} {_digest(entities)}{_ONE_PAGE if sorting else ''}"

    def report() -> None:
        selection = st.session_state[key]["selection"]
        if sorting and selection["columns"]:
            by = BY_NAME.get(selection["columns"][0])
            sorting.click(by) if by else sorting.change(
                None
            )  # lists with steps have the nearest first anyway
            return
        arns = [entities[row].arn for row in selection["rows"] if row < len(entities)]
        if on_choose:
            on_choose(next(iter(arns), ""))
        if on_choose_rows:
            on_choose_rows(arns)

    def open_() -> None:
        if on_open:
            on_open(entities[st.session_state[f"{key} open"]["row"]].arn)

    modes: list[Literal["single-row", "multi-row", "single-column"]] = ["single-row"] if on_choose else []
    if on_choose_rows:
        modes.append("multi-row")
    if sorting:
        modes.append("single-column")
    cells = _cells(
        entities,
        usual(entities) if columns is None else columns,
        hops,
        states,
        beside,
        opens=on_open is not None,
    )
    settings = _config(cells, sorting)
    if on_open:
        settings[_OPEN] = st.column_config.ButtonColumn("", key=f"{key} open", on_click=open_)
    _mark(key, rows)
    st.dataframe(
        grid(cells),
        key=key,
        hide_index=True,
        height=height,
        placeholder="",
        on_select=report,
        selection_mode=modes,
        column_config=settings,
    )


def _mark(key: str, rows: list[int]) -> None:
    """Mark these rows. Marks that the browser has are not set again: that would take the keyboard from its cell."""
    held = st.session_state.get(key)
    if held is None or held["selection"]["columns"] or sorted(held["selection"]["rows"]) != rows:
        st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def paged_table(
    entities: Sequence[Entity],
    *,
    key: str,
    on_choose: Callable[[str], None],
    selected: str = "",
    hops: Mapping[str, int] | None = None,
    states: Mapping[str, str] = NO_STATES,
    nothing: str = "",
) -> None:
    """Show entities in pages, at first the page with the ARN `selected`. A click on a header sorts all pages.

    Without entities it shows the sentence `nothing`, if there is one: an empty grid tells nothing.
    """
    if not entities:
        if nothing:
            st.caption(nothing)
        return
    pages = max(1, -(-len(entities) // PAGE))
    if pages == 1:
        entity_table(entities, key=key, on_choose=on_choose, selected=selected, hops=hops, states=states)
        return
    sorting = kept_sorting(key)
    order = sorting.order
    entities = sort_entities(entities, order, states)
    row = next((number for number, entity in enumerate(entities) if entity.arn == selected), 0)
    start = row // PAGE + 1
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        position = st.empty()
        number = page_number(pages, f"{key} page {start} of {pages} {order}", start)
    page = entities[(number - 1) * PAGE : number * PAGE]
    first = (number - 1) * PAGE + 1
    words = f"{first:,} to {first + len(page) - 1:,} of {count(len(entities), 'entity', 'entities')}"
    position.caption(f"{words}, {order_words(order)}" if order else words)
    entity_table(
        page,
        key=f"{key} {number}",
        on_choose=on_choose,
        selected=selected,
        hops=hops,
        states=states,
        sorting=sorting,
    )


def _cells(
    entities: Sequence[Entity],
    columns: Sequence[SortBy],
    hops: Mapping[str, int] | None,
    states: Mapping[str, str],
    beside: Mapping[str, Sequence[str]],
    *,
    opens: bool,
) -> dict[str, list[object]]:
    """The columns with their cells: the name and the button first. Steps stand before the time."""
    found: dict[str, list[object]] = {}
    for by in (SortBy.NAME, *columns):
        column = COLUMNS[by]
        if by is SortBy.CREATED and hops is not None:
            found["Steps"] = [hops.get(entity.arn) for entity in entities]
        found[column.name] = [
            (by is SortBy.STATUS and states.get(each.arn)) or column.cell(each) for each in entities
        ]
        if by is SortBy.NAME and opens:
            found[_OPEN] = ["Show lineage"] * len(entities)
        if by is SortBy.NAME:
            found |= {name: list(cells) for name, cells in beside.items()}
    return found


def _config(cells: Mapping[str, list[object]], sorting: Sorting | None) -> dict[str, Any]:
    """The labels, formats and widths of the columns."""
    beside_live = COLUMNS[SortBy.LIVE].name in cells
    return {
        name: config(by, sorting.mark(by) if sorting else "", values, beside_live=beside_live)
        for name, values in cells.items()
        if (by := BY_NAME.get(name))
    }


def _digest(entities: Sequence[Entity]) -> str:
    text = "\n".join(entity.arn for entity in entities)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
