"""The empty answer to a search, with the sentences that say why."""

import re
from dataclasses import dataclass, field, replace
from functools import partial

from lineage_viz.search.nearest_version import nearest_version
from lineage_viz.search.no_decision import no_decision
from lineage_viz.search.no_gap import no_gap_then, not_a_gap
from lineage_viz.search.no_hit_then import no_hit_then, timed
from lineage_viz.search.no_metric import no_metric, no_such_metric
from lineage_viz.search.readings import UNDERSTOOD, question
from lineage_viz.search.typed import Typed
from lineage_viz.search.unknown_words import no_such_name, unknown_words, without
from lineage_viz.search.unread_times import unread_time
from lineage_viz.store.base import Page, Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.order import Order, time_of
from lineage_viz.words import HAS_GAPS, day

NOTHING = "Nothing has all of this. Leave out a term or a word."

_A_TIME = re.compile(r"-?(?:created|decided)[:=<>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer(Page):
    """A slice of a ranked answer, with a sentence if it answers a better text, or if terms found nothing together."""

    note: str = ""
    is_told: bool = False
    """True when the note is the answer to a question, and not a failed search: it says that there is none."""
    filter_: Filter = field(default=NO_FILTER, compare=False)
    """The filter of the reading that found these."""
    is_comparison: bool = False
    """True when the differences of these entities were asked for."""


def nothing(search: Typed, store: Store) -> Answer:
    """The empty answer, with the sentences about a name or terms that found nothing together."""
    if asks := question(search, store):
        within = bool(search.kept) or search.within != NO_FILTER
        return Answer((), 0, f"{asks[1]} {NOTHING}" if within else asks[1], is_told=not within)
    if not (meant := search.sentence()):
        return _no_hit(search, store)
    if meant.no_gap:
        return Answer((), 0, not_a_gap(meant.no_gap))
    if meant.lengths:
        return Answer((), 0, " ".join(each.said for each in meant.lengths), is_told=True)
    if search.known and (name := no_metric(store, meant)):
        return Answer((), 0, no_such_metric(name, search.known()), is_told=True)
    unknown = unknown_words(store, meant)
    if time := unread_time((*unknown.names, *unknown.others)):
        return Answer((), 0, time.said, is_told=True)
    less = without(meant, unknown.others)
    read = less or meant
    if missing := no_such_name(store, unknown.names):
        answer = Answer((), 0, missing, is_told=True)
    else:
        answer = _no_hit(replace(search.again(read.text), is_quoted=True), store)
    told = (f"{UNDERSTOOD} {read.text}.", read.note, answer.note)
    return replace(answer, note=" ".join(filter(None, told)))


def _no_hit(search: Typed, store: Store) -> Answer:
    if search.refusals:
        return Answer((), 0, " ".join(search.refusals))
    if not search.has_terms:
        return Answer((), 0, nearest_version(store, search.words))
    if not search.words and search.within == NO_FILTER and (told := no_gap_then(store, search.kept)):
        return Answer((), 0, told, is_told=True)
    if search.known and (told := no_decision(store, search.kept, search.known())):
        return Answer((), 0, told, is_told=search.within == NO_FILTER)
    if told := _no_hit_then(search, store):
        return Answer((), 0, told, is_told=True)
    if search.counted_from():
        return Answer((), 0, f"{NOTHING} {search.counted_from()}")
    if search.known and any(map(_A_TIME.match, search.kept)):
        return Answer((), 0, f"{NOTHING} The snapshot is of {day(search.known().now)}.")
    return Answer((), 0, NOTHING)


def _no_hit_then(search: Typed, store: Store) -> str:
    """The sentences about a search with a time; empty when words, filters or missing times forbid a plain "no"."""
    about = timed(search.kept)
    if not about or not search.known or search.within != NO_FILTER:
        return ""
    at_any_time = search.again(" ".join(each.text for each in about.others))
    page = partial(
        store.search,
        search.words,
        filter_=at_any_time.filter_,
        order=Order(about.by, descending=True),
        limit=1,
    )
    newest = page()
    oldest = page(offset=newest.total - 1) if newest.total else newest
    if (search.words and not newest.total) or any(
        time_of(each, about.by) is None for each in oldest.entities
    ):
        return ""
    gaps = f"The snapshot {HAS_GAPS}, so there may be others." if any(store.gaps) else ""
    return f"{no_hit_then(about, search.words, search.known(), newest)} {gaps}".strip()
