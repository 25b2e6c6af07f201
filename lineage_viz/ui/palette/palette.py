"""The dialog that finds pages, lists, saved views and entities from every page."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import parse_qs

import streamlit as st

from lineage_viz.component.palette import palette
from lineage_viz.component.search_box import Suggestion, Suggestions
from lineage_viz.errors import LineageVizError
from lineage_viz.model import Entity
from lineage_viz.questions.prepared import Form
from lineage_viz.saved_views import SavedView
from lineage_viz.search.asked import UNDERSTOOD
from lineage_viz.search.question import Question, gap_question, questions
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.suggesting import suggestions
from lineage_viz.ui.palette.place import Place, asks_for_many, filled, hits, named, near, places, row_of
from lineage_viz.ui.session import current_actor, is_admin
from lineage_viz.ui.source import current_store
from lineage_viz.ui.visible_views import ENTITIES, EXPLORE, QUERY, visible_views
from lineage_viz.words import plain

_ASKED = 4
"""Prepared questions with a name filled in."""
_MOST = 8
"""Places beside the entities of a text; without a text, all places are shown."""


@st.fragment
def find_anything() -> None:
    """Mount the dialog. Typing runs only this fragment; a choice goes to another page or entity."""
    chosen = palette(_found, key="palette")
    if not chosen:
        return
    place = next((each for each in _places() if each.key == chosen), None)
    if place:
        st.switch_page(place.page, query_params=parse_qs(place.query))
    page, _, query = chosen.partition("?")
    if page == QUERY:
        st.switch_page(QUERY, query_params=parse_qs(query))
    if page == ENTITIES:
        st.switch_page(ENTITIES, query_params={"q": parse_qs(query).get("q", [""])})
    st.switch_page(EXPLORE, query_params={"focus": [chosen]})


def _found(text: str) -> Suggestions:
    try:
        current_actor()  # typing does not run the page, which checks its visitor
    except LineageVizError as error:
        return Suggestions(trouble=plain(str(error), 1_000))
    if not text.strip():
        everywhere = _all_rows(_views(), is_admin=is_admin())
        return Suggestions(everywhere, len(everywhere))
    here = named(_places(), text)
    try:
        here = [*_filled(text), *here]
        entities = suggestions(current_store(), text)
    except LineageVizError as error:
        return Suggestions([row_of(each) for each in here], trouble="" if here else plain(str(error), 1_000))
    all_of_them = [row_of(hits(text, entities.total))] if entities.total > 1 else []
    found = [*entities.rows, *map(row_of, near(_places(), text)[:_MOST])]
    titles = [str(each["title"]) for each in entities.rows]
    many = asks_for_many(text, titles, is_understood=entities.note.startswith(UNDERSTOOD))
    ordered = [*all_of_them, *found] if many else [*found, *all_of_them]
    rows = [*(row_of(each) for each in islice(here, _MOST)), *ordered]
    note = entities.note if entities.rows or not here else ""  # a place answers what no entity does
    return Suggestions(rows, entities.total, entities.trouble if not rows else "", note)


def _filled(text: str) -> Iterator[Place]:
    """Yield the prepared questions that a text asks, with their values. Raises LineageVizError."""
    store = current_store()
    gap = gap_question(text)
    asks = list(islice(chain([gap] if gap else [], questions(store, text)), _ASKED))
    for each in asks:
        sources = (named.source for named in _named(store, each)) if len(asks) > 1 else iter(())
        yield filled(each.words(store), each.prepared.name, each.values, next(sources, ""))


def _named(store: Store, question: Question) -> Iterator[Entity]:
    """Yield the entity that a question is about: several have the same name."""
    for each in question.prepared.takes:
        if each.form is Form.ENTITY:
            yield store.get(question.values[each.name])


@lru_cache
def _all_rows(views: tuple[SavedView, ...], *, is_admin: bool) -> tuple[Suggestion, ...]:
    """Return the rows without a text. They are there at each click, and many visitors have the same."""
    return tuple(row_of(each) for each in named(places(views, is_admin=is_admin), ""))


def _places() -> tuple[Place, ...]:
    return tuple(places(_views(), is_admin=is_admin()))


def _views() -> tuple[SavedView, ...]:
    try:
        return visible_views()
    except LineageVizError:
        return ()  # the menu of saved views says it
