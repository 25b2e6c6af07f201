"""A search: found, ranked and cut to a page on the server, by the two folded texts every vertex has."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import Order, P, Scope, T, TextP

from lineage_viz.search_text import FIELD_END, SEARCH_TEXT, SEARCH_TITLE, fold
from lineage_viz.store.base import Filter, Page
from lineage_viz.store.neptune import rows
from lineage_viz.store.neptune.steps import entities, passing, properties

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""The creation time of what has none: older than all."""


def search(g: GraphTraversalSource, text: str, filter_: Filter, limit: int, offset: int) -> GraphTraversal:
    """One page and the number of all hits."""
    wanted = fold(text)
    words = sorted(set(wanted.split()), key=lambda word: (-len(word), word))  # the rarest first, at a guess
    hits = passing(entities(g), filter_)
    for word in words:
        hits = hits.or_(_titled(word), __.has(SEARCH_TEXT, TextP.containing(word)))
    ranked = __.unfold().order()
    if words:
        ranked = ranked.by(_rank(wanted, words))
    ranked = ranked.by(__.coalesce(__.values("creationtime"), __.constant(_NEVER)), Order.desc).by(T.id)
    page = ranked.range_(offset, offset + limit).flat_map(properties()).fold()
    return hits.fold().project("total", "page").by(__.count(Scope.local)).by(page)


def as_page(row: Mapping[str, Any]) -> Page:
    """The answer of `search`."""
    return Page(tuple(map(rows.entity, row["page"])), row["total"])


def _rank(wanted: str, words: list[str]) -> GraphTraversal:
    """0: the whole title or ARN, 1: titles that start so, 2: titles with all words, 3: the rest."""
    whole = __.or_(
        __.has(SEARCH_TITLE, P.eq(wanted)), __.has(SEARCH_TEXT, TextP.starting_with(wanted + FIELD_END))
    )
    return __.coalesce(
        whole.constant(0),
        __.has(SEARCH_TITLE, TextP.starting_with(wanted)).constant(1),
        __.and_(*map(_titled, words)).constant(2),
        __.constant(3),
    )


def _titled(word: str) -> GraphTraversal:
    return __.has(SEARCH_TITLE, TextP.containing(word))
