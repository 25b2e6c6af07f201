"""A picture of entities that were chosen elsewhere, with the details of the selected one beside it."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from lineage_viz.aws_links import links
from lineage_viz.component import Selection, facts, lineage_graph, picture_library
from lineage_viz.component.report import report_blocks
from lineage_viz.model import Entity, SnapshotInfo
from lineage_viz.picture.scene import Scene
from lineage_viz.title import title
from lineage_viz.ui.explore.details import details
from lineage_viz.ui.page_address import focus_address
from lineage_viz.words import count, moment, plain

_LISTED = 50
"""Members of a stack that are listed."""


def still_picture(
    drawn: Scene,
    first: str,
    snapshots: Sequence[SnapshotInfo],
    *,
    key: str,
    here: str,
    day: date | None = None,
) -> None:
    """Show the picture. Beside it stand the selected entity or the members of a stack; at first the entity `first`.

    `here` is the last part of the URL of the page.
    """
    selected = f"selected in {key}"

    def select(*selections: Selection) -> None:
        for each in selections:
            if each.action == "select":
                st.session_state[selected] = each.arn

    with st.container(key="sides"):
        picture, beside = st.columns([0.75, 0.25])
    with picture:
        picture_library()
        lineage_graph(drawn.payload, drawn.deck, key=key, on_selection=select)
    with beside, st.container(key="details"):
        arn = str(st.session_state.get(selected, ""))
        if members := drawn.members(arn):
            _members(members, here, day)
        else:
            by_arn = {each.arn: each for each in drawn.traced.entities}
            entity = by_arn.get(arn) or by_arn[first]
            facts(details(entity, {}, links(entity), snapshots), key="facts")


def _members(members: Sequence[Entity], here: str, day: date | None) -> None:
    rows = [
        [
            {"words": plain(title(each), 80), "url": focus_address(each.arn, here=here, day=day)},
            {"words": moment(each.created) if each.created else ""},
        ]
        for each in members[:_LISTED]
    ]
    head = [{"words": words} for words in (count(len(members), "entity", "entities"), "Created")]
    rest = len(members) - len(rows)
    more = [{"is": "words", "lines": [f"And {rest:,} more. The explorer lists all."]}] if rest else []
    report_blocks([{"is": "table", "words": "Members", "head": head, "rows": rows}, *more], key="members")
