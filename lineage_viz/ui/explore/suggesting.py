"""The rows of the search box for a text: entities, one row for those of one name and type, and ways to continue."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import islice

from lineage_viz.component import Suggestions
from lineage_viz.errors import StoreUnavailable
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.state import state_of
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.search.asked import Answer, asked
from lineage_viz.search.matched import matched
from lineage_viz.search.offers import Offer, offers, written
from lineage_viz.search.vocabulary import vocabulary
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.style import kind_of
from lineage_viz.title import title
from lineage_viz.words import day, plain, plain_id, type_words

_SUGGESTIONS = 12

_Found = Callable[[Entity], Sequence[str]]
"""The metrics and parameters by which an entity was found."""

_LOOKED_AT = 60
"""Hits among which equal names are counted: more would make each key press slower."""

_CHOOSE = "Choose a value, or type on. Commas mean “or”, and a minus sign before the field excludes."


def suggestions(store: Store, text: str, filter_: Filter = NO_FILTER) -> Suggestions:
    """The suggestions of the search box for a text, with a note about its terms; then the ways to continue the text.

    Enter opens the first suggestion, so an entity comes before them.
    """
    known = cache(partial(vocabulary, store))
    try:
        search = asked(text, known, filter_)
        answer = Answer((), 0) if search.is_unfinished else search.answer(store, limit=_LOOKED_AT)
        ways = offers(text, known)
    except StoreUnavailable as error:
        return Suggestions(trouble=plain(str(error), 1_000))
    rows = [*_rows(answer, text), *map(_offered, [*search.as_terms(), *ways])]
    note = _CHOOSE if ways and search.is_unfinished else search.note(answer)
    return Suggestions(rows, answer.total, note=note)


def _rows(answer: Answer, text: str) -> list[dict[str, object]]:
    """Return a row for each entity, but one row for all of one name and type, which asks for them alone.

    The first hit keeps its row, which Enter opens.
    """
    groups: dict[tuple[str, str, str], list[Entity]] = {}
    for each in answer.entities[1:]:
        asked_for = each.arn if _quoted(each) in text else ""
        groups.setdefault((title(each), each.type or each.label, asked_for), []).append(each)
    if not answer.entities:
        return []
    found_by = partial(matched, filter_=answer.filter_)
    is_cut = len(answer.entities) < answer.total
    rows = (_row(entities, text, found_by, is_cut=is_cut) for entities in groups.values())
    first = answer.entities[0]
    return [_suggestion(first, found_by(first)), *islice(rows, _SUGGESTIONS - 1)]


def _row(entities: Sequence[Entity], text: str, found_by: _Found, *, is_cut: bool) -> dict[str, object]:
    newest, number = entities[0], len(entities)
    row = _suggestion(newest, found_by(newest))
    if number == 1:
        return row
    type_ = f" type:{written(type_words(newest.type))}" if newest.type else ""
    return row | {
        "arn": "",
        "fill": f"{text.strip()} {_quoted(newest)}{type_}",
        "many": number,
        "words": f"{row['words']} · {number} {'or more ' if is_cut else ''}of this name",
        "source": "",
    }


def _quoted(entity: Entity) -> str:
    """Return the name as one part of a text."""
    return '"' + title(entity).replace('"', " ") + '"'


def _offered(offer: Offer) -> dict[str, object]:
    return {
        "arn": "",
        "fill": offer.text,
        "title": plain(offer.end, 120),
        "words": offer.means,
        "colour": "transparent",
    }


def _suggestion(entity: Entity, found_by: Sequence[str]) -> dict[str, object]:
    """Return the row of an entity. Its key facts stand in place of its source: they answer most questions."""
    told = " · ".join((*found_by, *brief(entity)))
    return {
        "arn": entity.arn,
        "title": plain(title(entity), 120),
        "words": " · ".join(filter(None, (type_words(entity.type or entity.label), _failure(entity)))),
        "when": day(entity.created) if entity.created else "",
        "source": plain(told, 160) if told else plain_id(entity.source or entity.arn, 160),
        "colour": kind_of(entity.label, entity.type).colour,
    }


def _failure(entity: Entity) -> str:
    """Return the state of a job that did not complete: its facts do not say it."""
    state = state_of(entity) if entity.label == EntityLabel.TRIAL_COMPONENT else ""
    return "" if state == "Completed" else plain(state, 60)
