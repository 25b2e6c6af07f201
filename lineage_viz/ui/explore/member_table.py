"""The members of a stack as a narrow table, beside the picture: first the columns that tell them apart."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lineage_viz.evidence.state import state_of
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import key_fact, measured
from lineage_viz.ui.text import TABLE_DAY
from lineage_viz.words import plain, plain_id, type_words

_CREATED = "Created"
"""A day in UTC; the order of the rows is that of the times."""

MEMBERS_PAGE = 250
"""Rows on one page; as many as in the table below the picture."""

_SCROLLS_FROM = 16
"""More rows than this scroll, so that the table does not make the page longer than the picture."""

_HEIGHT = 560
_WIDEST = 136


def member_table(
    entities: Sequence[Entity], names: Mapping[str, str], *, key: str, on_choose: Callable[[str], None]
) -> None:
    """Show entities as rows, with `names` by ARN. `on_choose` gets the ARN of the chosen row."""

    def report() -> None:
        for row in st.session_state[key]["selection"]["rows"]:
            if row < len(entities):
                on_choose(entities[row].arn)

    st.dataframe(
        _columns(entities, names),
        key=key,
        hide_index=True,
        height="content" if len(entities) <= _SCROLLS_FROM else _HEIGHT,
        on_select=report,
        selection_mode="single-row",
        column_config={
            "Name": st.column_config.TextColumn(width=_width(names)),
            "Status": st.column_config.TextColumn(width=84),
            "Key fact": st.column_config.TextColumn(width=200),
            _CREATED: st.column_config.DatetimeColumn(width=92, format=TABLE_DAY, timezone="UTC"),
            "Source": st.column_config.TextColumn(width="large"),
        },
    )


def _width(names: Mapping[str, str]) -> int:
    """Return the width of the column of names in pixels: short ones leave room for the facts."""
    return min(_WIDEST, 32 + 8 * max(map(len, names.values()), default=0))


def first_fact(entity: Entity) -> str:
    """Return the key fact of an entity in its longest wording, for a package after its metric; empty without one."""
    return " · ".join(filter(None, (measured(entity), next(iter(key_fact(entity).wordings), ""))))


def _columns(entities: Sequence[Entity], names: Mapping[str, str]) -> dict[str, list[object]]:
    """Return the columns. A status, type or fact that all rows share tells nothing, so it is left out."""
    columns: dict[str, list[object]] = {
        "Name": [plain(names[entity.arn]) for entity in entities],
        _CREATED: [entity.created for entity in entities],
        "Status": [plain(state_of(entity), 60) for entity in entities],
        "Key fact": [first_fact(entity) for entity in entities],
        "Type": [type_words(entity.type or entity.label) for entity in entities],
        "Source": [plain_id(entity.source) for entity in entities],
        "ARN": [plain_id(entity.arn) for entity in entities],
    }
    shared = {name for name in ("Status", "Type", "Key fact") if len(set(columns[name])) < 2}
    return {name: values for name, values in columns.items() if name not in shared}
