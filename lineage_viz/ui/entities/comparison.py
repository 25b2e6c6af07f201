"""The comparison of chosen entities, in a window above the list."""

from collections.abc import Callable, Sequence

import streamlit as st

from lineage_viz.audit.subject import is_subject
from lineage_viz.model import Entity
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.link import parameters
from lineage_viz.questions.side_by_side import Line, side_by_side
from lineage_viz.questions.training_beside import training_beside
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.text import distinct
from lineage_viz.words import count, plain

_FACT = "Fact"
MOST_COMPARED = 5
"""Entities beside each other in one window."""
_FACTS, _ROOM, _LEAST = 220, 900, 220
"""In pixels: the column of facts, which stays when the others scroll, the room beside it in a window of 1,440, and the
narrowest column of an entity."""


def comparison(store: Store, entities: Sequence[Entity], on_close: Callable[[], None] | None = None) -> None:
    """Show a window with the lines in which entities differ, and the ways to compare two of them further.

    Model packages have the parameters and metrics of their training jobs, too. Raises StoreUnavailable.
    """
    lines = (*side_by_side(entities), *training_beside(store, entities))
    st.dialog("Compare", width="large", on_dismiss=on_close or "ignore")(_comparison)(entities, lines)


def _comparison(entities: Sequence[Entity], lines: Sequence[Line]) -> None:
    same = sum(line.is_same for line in lines)
    is_whole = bool(same) and st.toggle(f"Also {count(same, 'line')} with equal values")
    shown = [line for line in lines if is_whole or not line.is_same]
    names = distinct([_FACT, *(plain(title(each), 60) for each in entities)])[1:]
    st.dataframe(
        {
            _FACT: [plain(line.name, 120) for line in shown],
            **{name: [plain(line.values[place], 400) for line in shown] for place, name in enumerate(names)},
        },
        hide_index=True,
        column_config={
            _FACT: st.column_config.TextColumn(width=_FACTS, pinned=True),
            **dict.fromkeys(names, st.column_config.TextColumn(width=max(_LEAST, _ROOM // len(names)))),
        },
        key="comparison",
    )
    if len(entities) == 2:
        _further(*entities)


def _further(one: Entity, other: Entity) -> None:
    with st.container(horizontal=True):
        for words, icon, mode in (
            ("Paths between them", ":material/route:", Mode.PATHS),
            ("In common", ":material/join_inner:", Mode.COMMON),
        ):
            if st.button(words, icon=icon):
                address = Address().together(mode, one.arn, other.arn)
                st.switch_page("pages/explore.py", query_params=parameters(address))
        if (
            is_subject(one)
            and is_subject(other)
            and st.button("Compare their audits", icon=":material/fact_check:")
        ):
            st.switch_page("pages/audit.py", query_params={"model": one.arn, "with": other.arn})
