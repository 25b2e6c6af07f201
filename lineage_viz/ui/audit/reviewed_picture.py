"""The picture of exactly the entities that were reviewed, with the details of the selected one."""

import streamlit as st

from lineage_viz.audit.report import Report
from lineage_viz.aws_links import links
from lineage_viz.component import Selection, facts, lineage_graph
from lineage_viz.picture.given import given_scene
from lineage_viz.picture.scene import Scene
from lineage_viz.store.memory import Memory
from lineage_viz.ui.explore.details import details
from lineage_viz.words import how_much

_SELECTED = "selected in the review"


@st.cache_resource(show_spinner=False)
def _scenes() -> Memory:
    return Memory(16)


def reviewed_picture(edition: str, found: Report) -> str:
    """Show the picture. Returns the ARN of the entity whose details are beside it."""
    review = found.review
    graph = review.subgraph
    words = f"Exactly what was reviewed: {how_much(len(graph.entities), len(graph.associations))}"
    drawn = _scenes().recall((edition, review.subject.arn, review.as_of), lambda: given_scene(graph, words))
    with st.container(key="review"), st.container(key="sides"):
        picture, beside = st.columns([0.75, 0.25])
    arn = _selected(drawn) or review.model.arn
    with picture:
        lineage_graph(drawn.payload, drawn.deck, key="reviewed", on_selection=_select)
    entity = next(each for each in graph.entities if each.arn == arn)
    with beside, st.container(key="details"):
        facts(details(entity, {}, links(entity), found.snapshots), key="facts")
    return arn


def _selected(drawn: Scene) -> str:
    arn = str(st.session_state.get(_SELECTED, ""))
    return arn if arn in {each.arn for each in drawn.traced.entities} else ""


def _select(*selections: Selection) -> None:
    for each in selections:
        if each.action == "select":
            st.session_state[_SELECTED] = each.arn
