"""A search on the server: it filters, ranks and pages by the two folded texts of every vertex."""

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
"""The creation time of an entity without one: older than all others."""


def search(g: GraphTraversalSource, text: str, filter_: Filter, limit: int, offset: int) -> GraphTraversal:
    """Read one page and the number of all hits.

    `g.V()….or(has('searchtitle',containing(word)), has('searchtext',containing(word)))….fold()
    .project('total','page').by(count(local)).by(unfold().order().by(rank).by(creationtime,desc).by(T.id).range(…)…)`
    """
    folded = fold(text)
    words = sorted(set(folded.split()), key=lambda word: (-len(word), word))  # long words are probably rare
    hits = passing(entities(g), filter_)
    for word in words:
        hits = hits.or_(_titled(word), __.has(SEARCH_TEXT, TextP.containing(word)))
    ranked = __.unfold().order()
    if words:
        ranked = ranked.by(_rank(folded, words))
    ranked = ranked.by(__.coalesce(__.values("creationtime"), __.constant(_NEVER)), Order.desc).by(T.id)
    page = ranked.range_(offset, offset + limit).flat_map(properties()).fold()
    return hits.fold().project("total", "page").by(__.count(Scope.local)).by(page)


def as_page(row: Mapping[str, Any]) -> Page:
    """Map the answer of `search`."""
    return Page(tuple(map(rows.entity, row["page"])), row["total"])


def _rank(folded: str, words: list[str]) -> GraphTraversal:
    """Rank: 0 equals the title or ARN, 1 starts the title, 2 has all words in the title, 3 is the rest."""
    whole = __.or_(
        __.has(SEARCH_TITLE, P.eq(folded)), __.has(SEARCH_TEXT, TextP.starting_with(folded + FIELD_END))
    )
    return __.coalesce(
        whole.constant(0),
        __.has(SEARCH_TITLE, TextP.starting_with(folded)).constant(1),
        __.and_(*map(_titled, words)).constant(2),
        __.constant(3),
    )


def _titled(word: str) -> GraphTraversal:
    return __.has(SEARCH_TITLE, TextP.containing(word))
