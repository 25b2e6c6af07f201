"""The picture of exactly the entities that were reviewed, with the details of the selected one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from lineage_viz.audit.report import Report
from lineage_viz.audit.review import Review
from lineage_viz.aws_links import links
from lineage_viz.component import Selection, facts, lineage_graph
from lineage_viz.component.report import report_blocks
from lineage_viz.model import Entity
from lineage_viz.picture.given import given_scene
from lineage_viz.picture.scene import Scene
from lineage_viz.questions.on_day import on_day
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.title import title
from lineage_viz.ui.audit.links import explorer_url
from lineage_viz.ui.explore.details import details
from lineage_viz.words import count, how_much, moment, plain

_SELECTED = "selected in the review"
_LISTED = 50
"""Members of a stack that are listed."""


@st.cache_resource(show_spinner=False)
def _scenes() -> Memory:
    return Memory(16)


def reviewed_picture(store: Store, found: Report, day: date | None) -> None:
    """Show the picture with the facts of the reviewed day. Raises StoreUnavailable."""
    review = found.review
    key = store.edition, review.subject.arn, review.as_of
    drawn: Scene = _scenes().recall(key, lambda: _scene(store, review))
    with st.container(key="review"), st.container(key="sides"):
        picture, beside = st.columns([0.75, 0.25])
    with picture:
        lineage_graph(drawn.payload, drawn.deck, key="reviewed", on_selection=_select)
    with beside, st.container(key="details"):
        _beside(found, drawn, day)


def _scene(store: Store, review: Review) -> Scene:
    graph = review.subgraph
    words = f"Exactly what was reviewed: {how_much(len(graph.entities), len(graph.associations))}"
    return given_scene(replace(graph, entities=on_day(store, graph.entities, review.as_of)), words)


def _beside(found: Report, drawn: Scene, day: date | None) -> None:
    """Show the selected entity or the members of the selected stack; without a choice, the model."""
    by_arn = {each.arn: each for each in drawn.traced.entities}
    arn = str(st.session_state.get(_SELECTED, ""))
    if members := drawn.members(arn):
        _members(members, day)
    else:
        entity = by_arn.get(arn) or by_arn[found.review.model.arn]
        facts(details(entity, {}, links(entity), found.snapshots), key="facts")


def _members(members: Sequence[Entity], day: date | None) -> None:
    rows = [
        [
            {"words": plain(title(each), 80), "url": explorer_url(each.arn, day)},
            {"words": moment(each.created) if each.created else ""},
        ]
        for each in members[:_LISTED]
    ]
    head = [{"words": words} for words in (count(len(members), "entity", "entities"), "Created")]
    rest = len(members) - len(rows)
    more = [{"is": "words", "lines": [f"And {rest:,} more. The explorer lists all."]}] if rest else []
    report_blocks([{"is": "table", "words": "Members", "head": head, "rows": rows}, *more], key="members")


def _select(*selections: Selection) -> None:
    for each in selections:
        if each.action == "select":
            st.session_state[_SELECTED] = each.arn
