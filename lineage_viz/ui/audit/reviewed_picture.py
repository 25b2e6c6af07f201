"""The picture of exactly the entities that were reviewed, with the details of the selected one."""

from dataclasses import replace
from datetime import date

import streamlit as st

from lineage_viz.audit.report import Report
from lineage_viz.audit.review import Review
from lineage_viz.picture.given import given_scene
from lineage_viz.picture.scene import Scene
from lineage_viz.questions.on_day import on_day
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.still_picture import still_picture
from lineage_viz.words import how_much


@st.cache_resource(show_spinner=False)
def _scenes() -> Memory:
    return Memory(16)


def reviewed_picture(store: Store, found: Report, day: date | None) -> None:
    """Show the picture with the facts of the reviewed day. Raises StoreUnavailable."""
    review = found.review
    key = store.edition, review.subject.arn, review.as_of
    drawn: Scene = _scenes().recall(key, lambda: _scene(store, review))
    with st.container(key="review"):
        still_picture(drawn, review.model.arn, found.snapshots, key="reviewed", here="audit", day=day)


def _scene(store: Store, review: Review) -> Scene:
    graph = review.subgraph
    words = f"Exactly what was reviewed: {how_much(len(graph.entities), len(graph.associations))}"
    return given_scene(replace(graph, entities=on_day(store, graph.entities, review.as_of)), words)
