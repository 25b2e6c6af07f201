"""A table of entities: the accessible form of the picture, and of every list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import streamlit as st

from lineage_viz.approval import state_of
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.ui.text import TABLE_MOMENT
from lineage_viz.words import count, plain, type_words

NO_STATES: Mapping[str, str] = {}

PAGE = 250
"""Rows on one page of the table: 1,000 rows would add 0.2 s to every click."""

_TYPE, _NAME, _CREATED = "Type", "Name", "Created"


def entity_table(
    entities: Sequence[Entity],
    *,
    key: str,
    on_choose: Callable[[str], None],
    selected: str = "",
    hops: Mapping[str, int] | None = None,
    states: Mapping[str, str] = NO_STATES,
    height: int | Literal["content"] = 320,
) -> None:
    """Show entities as rows and mark the row of the ARN `selected`. `states` replace the recorded status of an ARN.

    `on_choose` gets the ARN of the chosen row, or "" when the choice is cleared, before the page runs again.
    """
    rows = [index for index, entity in enumerate(entities) if selected and entity.arn == selected]

    def report() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        on_choose(entities[chosen[0]].arn if chosen and chosen[0] < len(entities) else "")

    st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    st.dataframe(
        _columns(entities, hops, states),
        key=key,
        hide_index=True,
        height=height,
        on_select=report,
        selection_mode="single-row",
        column_config={
            _NAME: st.column_config.TextColumn(width=300),
            "Status": st.column_config.TextColumn(width=110),
            _CREATED: st.column_config.DatetimeColumn(format=TABLE_MOMENT, timezone="UTC"),
            "Source": st.column_config.TextColumn(width="large"),
        },
    )


def paged_table(
    entities: Sequence[Entity],
    *,
    key: str,
    on_choose: Callable[[str], None],
    selected: str = "",
    hops: Mapping[str, int] | None = None,
    states: Mapping[str, str] = NO_STATES,
) -> None:
    """Show entities in pages, at first the page with the ARN `selected`."""
    pages = max(1, -(-len(entities) // PAGE))
    if pages == 1:
        entity_table(entities, key=key, on_choose=on_choose, selected=selected, hops=hops, states=states)
        return
    row = next((number for number, entity in enumerate(entities) if entity.arn == selected), 0)
    start = row // PAGE + 1
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        position = st.empty()
        number = st.pagination(pages, default=start, key=f"{key} page {start} of {pages}")
    page = entities[(number - 1) * PAGE : number * PAGE]
    first = (number - 1) * PAGE + 1
    position.caption(
        f"{first:,} to {first + len(page) - 1:,} of {count(len(entities), 'entity', 'entities')}"
    )
    entity_table(
        page, key=f"{key} {number}", on_choose=on_choose, selected=selected, hops=hops, states=states
    )


def _columns(
    entities: Sequence[Entity], hops: Mapping[str, int] | None, states: Mapping[str, str]
) -> dict[str, list[object]]:
    return {
        _NAME: [plain(title(entity)) for entity in entities],
        _TYPE: [type_words(entity.type or entity.label) for entity in entities],
        "Status": [states.get(e.arn) or plain(state_of(e), 60) for e in entities],
        **({} if hops is None else {"Steps": [hops.get(entity.arn) for entity in entities]}),
        _CREATED: [entity.created for entity in entities],
        "Source": [plain(entity.source) for entity in entities],
        "ARN": [plain(entity.arn) for entity in entities],
    }
