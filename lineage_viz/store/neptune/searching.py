"""A search on the server: it filters, ranks and pages by the two folded texts of every vertex."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import Order as Order_
from gremlin_python.process.traversal import P, Scope, T, TextP

from lineage_viz.mistake import corrections, pattern, words
from lineage_viz.model import EntityLabel, TypeKey
from lineage_viz.recorded_text import fold
from lineage_viz.search_text import (
    FIELD_END,
    NO_STATE,
    SEARCH_RECORD,
    SEARCH_TEXT,
    SEARCH_TITLE,
    field_ends,
    is_address,
    search_words,
)
from lineage_viz.store.base import Page
from lineage_viz.store.filter import Filter
from lineage_viz.store.neptune import rows
from lineage_viz.store.neptune.steps import entities, labelled, passing, properties, state
from lineage_viz.store.order import FACTS, NUMBERS, TIMES, Order, SortBy
from lineage_viz.store.rank import FIRST, LABELS, TIERS, Rank, tier, tiered

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""The creation time of an entity without one: older than all others."""


def search(
    g: GraphTraversalSource, text: str, filter_: Filter, order: Order | None, limit: int, offset: int
) -> GraphTraversal:
    """Read one page and the number of all hits.

    `g.V()….or(has('searchtitle',containing(word)), has('searchtext',…), has('searchrecord',…))….fold()
    .project('total','page').by(count(local))
    .by(unfold().order().by(rank or value).by(creationtime,desc).by(T.id).range(…)…)`
    """
    folded = fold(text)
    words = _words(folded)
    hits = found(g, folded, filter_)
    ranked = __.unfold().order()
    if order:
        ranked = _sorted(ranked, order)
    elif words:
        ranked = ranked.by(_rank(folded, words))
    ranked = ranked.by(__.coalesce(__.values("creationtime"), __.constant(_NEVER)), Order_.desc).by(T.id)
    page = ranked.range_(offset, offset + limit).flat_map(properties()).fold()
    return hits.fold().project("total", "page").by(__.count(Scope.local)).by(page)


def found(g: GraphTraversalSource, folded: str, filter_: Filter) -> GraphTraversal:
    """Find the vertices that pass a filter and have every word of a folded text."""
    return _having(passing(entities(g), filter_), folded)


def _having(hits: Any, folded: str) -> GraphTraversal:
    """Keep the vertices that have every word of a folded text."""
    for word in _words(folded):
        hits = hits.or_(_titled(word), _containing(word), __.has(SEARCH_RECORD, TextP.containing(word)))
    return hits


def _words(folded: str) -> list[str]:
    return sorted(search_words(folded), key=lambda word: (-len(word), word))  # long words are probably rare


def as_page(row: Mapping[str, Any]) -> Page:
    """Map the answer of `search`."""
    return Page(tuple(map(rows.entity, row["page"])), row["total"])


def words_like(g: GraphTraversalSource, wrong: Sequence[str]) -> GraphTraversal:
    """Read the texts that have one of these words with one mistake less.

    `g.V()….values('searchtitle','searchtext','searchrecord').is(regex(…)).dedup()`
    """
    texts = entities(g).values(SEARCH_TITLE, SEARCH_TEXT, SEARCH_RECORD)
    return texts.is_(TextP.regex("|".join(map(pattern, wrong)))).dedup()


def as_words_like(texts: Iterable[str], wrong: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Map the answer of `words_like`."""
    recorded = set().union(*map(words, texts))
    return {each: tuple(sorted(corrections(each) & recorded)) for each in wrong}


def numbers(g: GraphTraversalSource, texts: Sequence[str]) -> GraphTraversal:
    """Count the vertices that have each word.

    `g.V()….union(or(has('searchtitle',containing(word)), …).constant(0), …).groupCount()`
    """
    having = (_having(__.identity(), fold(text)).constant(number) for number, text in enumerate(texts))
    return entities(g).union(*having).group_count()


def as_numbers(row: Mapping[int, int], texts: Sequence[str]) -> Mapping[str, int]:
    """Map the answer of `numbers`."""
    return {text: row.get(number, 0) for number, text in enumerate(texts)}


def _rank(folded: str, words: list[str]) -> GraphTraversal:
    """Give each vertex its `Rank`."""
    whole = __.or_(
        __.has(SEARCH_TITLE, P.eq(folded)), __.has(SEARCH_TEXT, TextP.starting_with(folded + FIELD_END))
    )
    first = __.or_(*(__.filter_(labelled(label)).has("type", type_) for label, type_ in FIRST))
    named = _but_actions(__.not_(first), Rank.NAMED_OTHER)
    ranks = [whole.coalesce(named, _as(Rank.NAMED))]
    if is_address(folded):
        ranks.append(_but_actions(_containing(FIELD_END + folded + FIELD_END), Rank.SOURCE))
        ranks.append(_but_actions(__.or_(*map(_containing, field_ends(folded))), Rank.SOURCE_END))
    ranks += [
        __.has(SEARCH_TITLE, TextP.starting_with(folded)).flat_map(_tiered(Rank.TITLE_START)),
        __.and_(*map(_titled, words)).flat_map(_tiered(Rank.TITLE)),
        __.and_(*(__.or_(_titled(word), _containing(word)) for word in words)).flat_map(
            _tiered(Rank.ELSEWHERE)
        ),
    ]
    return __.coalesce(*ranks, _tiered(Rank.RECORD))


def _tiered(rank: Rank) -> GraphTraversal:
    """Give a rank, and within it the tier of the label and type."""
    first = ((__.filter_(labelled(key[0])).has("type", key[1]), tier(*key)) for key in TIERS)
    others = ((__.filter_(labelled(str(label))), tier(label, "")) for label in LABELS)
    ways = (found.constant(tiered(rank, place)) for found, place in (*first, *others))
    return __.coalesce(*ways, __.constant(tiered(rank, tier("", ""))))


def _but_actions(found: GraphTraversal, rank: Rank) -> GraphTraversal:
    """Give a rank to vertices, and the next one if they are actions."""
    return found.coalesce(
        __.filter_(labelled(str(EntityLabel.ACTION))).flat_map(_as(Rank(rank + 1))), _as(rank)
    )


def _as(rank: Rank) -> GraphTraversal:
    return __.constant(tiered(rank, 0))


def _containing(text: str) -> GraphTraversal:
    return __.has(SEARCH_TEXT, TextP.containing(text))


def _sorted(hits: GraphTraversal, order: Order) -> GraphTraversal:
    """Sort by a value; vertices without one come last: `.by(coalesce(VALUE.constant(0),1)).by(VALUE,asc|desc)`."""
    value = _VALUES[order.by] if order.by is not SortBy.TYPE else lambda: _type_rank(order.types)
    direction = Order_.desc if order.descending else Order_.asc
    return hits.by(__.coalesce(value().constant(0), __.constant(1))).by(
        __.coalesce(value(), __.constant("")), direction
    )


def _first(*names: str) -> GraphTraversal:
    return __.coalesce(*(__.values(name) for name in names))


_VALUES: Mapping[SortBy, Callable[[], GraphTraversal]] = {
    SortBy.NAME: lambda: __.values(SEARCH_TITLE),
    SortBy.STATUS: lambda: state().is_(P.neq(NO_STATE)),
    SortBy.SOURCE: lambda: __.coalesce(__.values("sourceuri"), __.values("sourcearn")),
    SortBy.ARN: lambda: __.id_(),
    **{by: partial(_first, *names) for by, names in FACTS.items()},
    **{by: partial(_first, name) for by, name in {**NUMBERS, **TIMES}.items()},
}


def _type_rank(types: Sequence[TypeKey]) -> GraphTraversal:
    """Rank by the position of the label and type among these."""
    ranks = [
        (
            __.filter_(labelled(label)).has("type", type_)
            if type_
            else __.filter_(labelled(label)).has_not("type")
        ).constant(number)
        for number, (label, type_) in enumerate(types)
    ]
    return __.coalesce(*ranks) if ranks else __.has_label(P.within([]))


def _titled(word: str) -> GraphTraversal:
    return __.has(SEARCH_TITLE, TextP.containing(word))
