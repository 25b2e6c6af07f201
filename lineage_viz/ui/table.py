"""A table of entities: the accessible form of the picture, and of every list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Literal

import streamlit as st

from lineage_viz.approval import is_package
from lineage_viz.arn import Arn
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import warning, why_unread
from lineage_viz.model import Entity
from lineage_viz.store.order import SortBy, decided_at
from lineage_viz.title import title
from lineage_viz.ui.column_order import NO_STATES, Sorting, kept_sorting, order_words, sort_entities
from lineage_viz.ui.page_numbers import page_number
from lineage_viz.ui.text import TABLE_DAY, TABLE_MOMENT
from lineage_viz.words import count, plain, type_words

PAGE = 250
"""Rows on one page of the table: 1,000 rows would add 0.2 s to every click."""

_COLUMNS = {
    "Name": SortBy.NAME, "Type": SortBy.TYPE, "Status": SortBy.STATUS, "Created": SortBy.CREATED,
    "Decided by": SortBy.DECIDED_BY, "Live": SortBy.LIVE, "Decided": SortBy.DECIDED, "Owner": SortBy.OWNER,
    "Key metric": SortBy.METRIC, "Source": SortBy.SOURCE, "ARN": SortBy.ARN,
}  # fmt: skip
_BESIDE_STATUS = ("Decided by", "Live", "Decided", "Key metric")
"""The facts by which people decide: they stand near the name, where also a narrow window shows them."""
_OPEN = "Lineage"
_ONE_PAGE = " one page"
"""The end of the key of a table with a part of its list: the grid's own search would find nothing on the other pages,
so `frame.py` hides it."""

_NAME, _NAME_BESIDE, _LIVE, _LETTER, _AROUND, _WIDEST = 340, 240, 300, 7.4, 20, 1_000
"""In pixels: the widest column of names, also beside the column of endpoints, and this one; the mean width of a letter,
the space around a text, the widest column of other texts."""


def entity_table(
    entities: Sequence[Entity],
    *,
    key: str,
    on_choose: Callable[[str], None] | None = None,
    on_open: Callable[[str], None] | None = None,
    selected: str = "",
    hops: Mapping[str, int] | None = None,
    states: Mapping[str, str] = NO_STATES,
    height: int | Literal["content"] = 320,
    sorting: Sorting | None = None,
) -> None:
    """Show entities as rows and mark the row of the ARN `selected`. `states` replace the recorded status of an ARN.

    `on_choose` gets the ARN of the chosen row, or "" when the choice is cleared, before the page runs again.
    `on_open` gets the ARN of the row whose button was clicked. Without `sorting` the browser sorts the rows, which is
    right for a list that has one page.
    """
    rows = [index for index, entity in enumerate(entities) if selected and entity.arn == selected]
    # A list with other rows is another table: a click on a row that the browser still shows must not choose a new one.
    key = f"{key} {_digest(entities)}{_ONE_PAGE if sorting else ''}"

    def report() -> None:
        selection = st.session_state[key]["selection"]
        if sorting and selection["columns"]:
            by = _COLUMNS.get(selection["columns"][0])
            sorting.click(by) if by else sorting.change(
                None
            )  # lists with steps have the nearest first anyway
        elif on_choose:
            chosen = selection["rows"]
            on_choose(entities[chosen[0]].arn if chosen and chosen[0] < len(entities) else "")

    def open_() -> None:
        if on_open:
            on_open(entities[st.session_state[f"{key} open"]["row"]].arn)

    modes: list[Literal["single-row", "single-column"]] = ["single-row"] if on_choose else []
    if sorting:
        modes.append("single-column")
    config = _config(entities, sorting)
    if on_open:
        config[_OPEN] = st.column_config.ButtonColumn("", key=f"{key} open", on_click=open_)
    st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    st.dataframe(
        _columns(entities, hops, states, opens=on_open is not None),
        key=key,
        hide_index=True,
        height=height,
        placeholder="",
        on_select=report,
        selection_mode=modes,
        column_config=config,
    )


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


def _config(entities: Sequence[Entity], sorting: Sorting | None) -> dict[str, Any]:
    """The labels, formats and widths of the columns. A source or an ARN is never cut: its end says what it is."""

    def label(name: str) -> str:
        return name + (sorting.mark(_COLUMNS[name]) if sorting else "")

    def wide(name: str, cells: Iterable[object], widest: int = _WIDEST) -> int:
        longest = max(map(len, (label(name), *map(str, cells))))
        return min(widest, int(_LETTER * longest) + _AROUND)

    text = st.column_config.TextColumn
    facts = {
        name: text(label(name), width=wide(name, cells, _LIVE if name == "Live" else _WIDEST))
        for name, cells in _facts(entities).items()
    }
    date = st.column_config.DatetimeColumn
    return facts | {
        "Name": text(
            label("Name"),
            width=wide("Name", map(title, entities), _NAME_BESIDE if "Live" in facts else _NAME),
        ),
        "Type": text(label("Type")),
        "Status": text(label("Status"), width=130),
        "Decided": date(label("Decided"), format=TABLE_DAY, timezone="UTC", width=100),
        "Created": date(label("Created"), format=TABLE_MOMENT, timezone="UTC"),
        "Source": text(label("Source"), width=wide("Source", map(_source, entities))),
        "ARN": text(label("ARN"), width=wide("ARN", (entity.arn for entity in entities))),
    }


def _columns(
    entities: Sequence[Entity], hops: Mapping[str, int] | None, states: Mapping[str, str], *, opens: bool
) -> dict[str, list[object]]:
    facts = _facts(entities)
    near = {name: facts.pop(name) for name in _BESIDE_STATUS if name in facts}
    return {
        "Name": [plain(title(entity)) for entity in entities],
        **({_OPEN: ["Show lineage"] * len(entities)} if opens else {}),
        "Status": [states.get(e.arn) or _status_unread(e) or plain(state_of(e), 60) for e in entities],
        **near,
        "Type": [type_words(entity.type or entity.label) for entity in entities],
        **({} if hops is None else {"Steps": [hops.get(entity.arn) for entity in entities]}),
        "Created": [entity.created for entity in entities],
        **facts,
        "Source": [plain(_source(entity)) for entity in entities],
        "ARN": [plain(entity.arn) for entity in entities],
    }


def _facts(entities: Sequence[Entity]) -> dict[str, list[object]]:
    """The columns of facts that an entity of the list has. One that is not recorded leaves its cell empty."""
    columns: dict[str, list[object]] = {
        "Decided by": [_told(entity, "decidedby") for entity in entities],
        "Live": [_live(entity) for entity in entities],
        "Decided": [decided_at(entity) for entity in entities],
        "Owner": [_told(entity, "owner") for entity in entities],
        "Key metric": [_metric(entity) for entity in entities],
    }
    return {name: values for name, values in columns.items() if any(values)}


def _told(entity: Entity, name: str) -> str:
    return plain(entity.text(name), 80) or _unread(entity, name)


def _unread(entity: Entity, name: str) -> str:
    """The words about a fact that was not read, with the reason; empty for any other."""
    why, *_ = why_unread(entity, name).partition(" AWS's message")  # the panel has it, too
    return plain(f"{FactState.NOT_READ}: {why}", 200) if why else ""


def _status_unread(entity: Entity) -> str:
    return _unread(entity, "approval" if is_package(entity) else "endpointstatus")


def _live(entity: Entity) -> str:
    """The endpoints that serve a package, after the words that it is not approved; of an endpoint, its versions."""
    endpoints = entity.text("servedby")
    words = f"on {endpoints}" if endpoints else entity.text("serves")
    words = words or _unread(entity, "serves" if entity.type == "Endpoint" else "servedby")
    return plain(f"without approval {words}" if warning(entity) else words, 200)


def _metric(entity: Entity) -> str:
    """The key metric, its number first: names are long, and a narrow column shows only the beginning."""
    name, _, number = entity.text("keymetric").rpartition(" ")
    return plain(f"{number} {name}".strip(), 80) or _unread(entity, "keymetric")


def _source(entity: Entity) -> str:
    """The source; of an ARN in the entity's own account and region, only the resource: all others begin alike."""
    source, own = Arn.parse(entity.source), Arn.parse(entity.arn)
    near = source.account and (source.account, source.region) == (own.account, own.region)
    return source.resource if near else entity.source


def _digest(entities: Sequence[Entity]) -> str:
    text = "\n".join(entity.arn for entity in entities)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
