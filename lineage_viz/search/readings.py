"""The readings of a typed text, the most probable first: a question, terms, the words as they are."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from lineage_viz.recorded_text import fold
from lineage_viz.search.affected import affected
from lineage_viz.search.corrected import Corrected, corrected
from lineage_viz.search.dated import is_named, said
from lineage_viz.search.earlier_version import earlier_version
from lineage_viz.search.job_metrics import job_metrics
from lineage_viz.search.no_metric import no_metric
from lineage_viz.search.not_live import NotLive, asks_for_live, not_live
from lineage_viz.search.question import Reading, needs_a_name, paths, reading
from lineage_viz.search.question_words import name_in
from lineage_viz.search.sentence import Sentence
from lineage_viz.search.sentence_times import is_time
from lineage_viz.search.served_then import ServedThen, served_then
from lineage_viz.search.serving_decided import serving_decided
from lineage_viz.search.told import told
from lineage_viz.search.typed import Typed
from lineage_viz.search.unknown_words import unknown_words, without
from lineage_viz.search.unread_times import unread_time
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER, Filter

Search = TypeVar("Search", bound=Typed)

UNDERSTOOD = "Understood as"
"""The beginning of the sentence about a text that was read as terms."""


def readings(search: Search, store: Store) -> Iterator[tuple[Search, str]]:
    """Yield the readings of a text, the most probable first, each with the sentence that says so."""
    if asks := question(search, store):
        yield asks
        return
    meant = search.sentence()
    if meant and (meant.lengths or no_metric(store, meant)):
        return
    if meant and meant.bare:
        yield from _as_names(search, store, meant)
    if meant and meant.is_clear:
        yield from _as_sentence(search, store, meant)
        unknown = unknown_words(store, meant)
        if unread_time((*unknown.names, *unknown.others)):
            return
        if unknown.names:  # no other reading finds it, unless it has a typing mistake
            yield from _without_mistake(search, store, meant)
            return
    if not (meant and meant.is_narrow):
        yield search, ""
    if not meant:
        yield from _of_jobs(search, store)
    if not (meant and meant.is_clear and not meant.is_narrow) and (better := search.without_mistakes(store)):
        yield from _clear(better[0], store, better[1])
        if _is_of_its_type(better[0], store):
            yield better
    if meant and not meant.is_clear:
        yield from _as_sentence(search, store, meant)
    if meant:
        yield from _without_mistake(search, store, meant)
    if meant and not meant.no_gap:
        unknown = unknown_words(store, meant)
        less = None if unread_time(unknown.others) else without(meant, unknown.others)
        yield from _as_sentence(search, store, less) if less else ()


def question(search: Search, store: Store) -> tuple[Search, str] | None:
    """The answer to the prepared question that the words ask, within the terms beside them."""
    if not search.words or not search.known or search.is_quoted or search.refusals:
        return None
    note, asks = "", _asks(search, store, search.words)
    if not asks and (better := _with_its_name(store, search.words)):
        note, asks = f"{better.sentence} ", _asks(search, store, better.text)
    if not asks:
        return None
    is_comparison = isinstance(asks, Reading) and asks.is_comparison
    return replace(search.of(asks.arns), is_comparison=is_comparison), f"{note}{asks.note}"


def _asks(search: Search, store: Store, words: str) -> Reading | ServedThen | None:
    asks = serving_decided(search, store, words) or reading(store, words)
    for each in (paths, affected, told, earlier_version):
        asks = asks or each(store, words)
    if asks or not search.known:
        return asks
    return served_then(store, words, replace(search, words=words).sentence(), search.known())


def _with_its_name(store: Store, words: str) -> Corrected | None:
    """Return a question about a name that nothing has with the name corrected; None for another text."""
    name = name_in(words)
    better = corrected(store, name, is_missing=True) if name and not store.numbers([name])[name] else None
    return replace(better, text=words.replace(name, better.text)) if better else None


def _without_mistake(search: Search, store: Store, meant: Sentence) -> Iterator[tuple[Search, str]]:
    if better := search.again(meant.text).without_mistakes(store):
        yield better[0], f"{UNDERSTOOD} {meant.text}. {better[1]}"


def _as_sentence(search: Search, store: Store, meant: Sentence) -> Iterator[tuple[Search, str]]:
    is_timed = any(map(is_time, meant.terms))
    hint = "" if is_timed else needs_a_name(search.words)
    for text in meant.readings:
        yield search.again(text), " ".join(filter(None, (f"{UNDERSTOOD} {text}.", meant.note, hint)))
    other = search.again(meant.text)
    yield from ((each, f"{UNDERSTOOD} {meant.text}. {note}") for each, note in _of_jobs(other, store))
    if (not_ := _not_live(other, store)) and not search.kept:
        yield search.of(not_.arns), f"{UNDERSTOOD} {meant.text}. {not_.note}"


def _of_jobs(search: Search, store: Store) -> Iterator[tuple[Search, str]]:
    """Yield the models of the jobs that recorded a metric, which no model has itself, or else the jobs."""
    is_read = search.known and search.kept and not search.refusals
    found = job_metrics(store, search.kept, search.known()) if is_read and search.known else None
    if found:
        other = search.again(found.terms)
        filter_ = replace(other.filter_, also=(*other.filter_.also, Filter(arns=found.arns)))
        yield replace(other, words=search.words, filter_=filter_), found.note


def _not_live(search: Search, store: Store) -> NotLive | None:
    """The endpoints that a question about the live model names, where they serve nothing."""
    is_asked = search.words and search.within == NO_FILTER and asks_for_live(search.kept)
    return not_live(store, search.words) if is_asked else None


def _as_names(search: Search, store: Store, meant: Sentence) -> Iterator[tuple[Search, str]]:
    """Yield the reading in which a date is a word, if something is named so."""
    names = search.sentence(is_bare=False)
    rest = names.rest if names else fold(search.words).split()
    dates = [each for each in rest if each not in meant.rest]
    other = search.again(names.text) if names else search
    if is_named(store, other.words, other.filter_, dates):
        understood = f"{UNDERSTOOD} {names.text}. " if names else ""
        yield other, f"{understood}{said(dates, meant.text)}"


def _is_of_its_type(search: Search, store: Store) -> bool:
    """False for a corrected text without a hit of the type in it: "stale models" means no stage of endpoints."""
    meant = search.sentence()
    if not meant or not any(each.startswith("type:") for each in meant.terms):
        return True
    return bool(search.again(meant.text).page(store, None, 1, 0).total)


def _clear(search: Search, store: Store, words: str) -> Iterator[tuple[Search, str]]:
    if (meant := search.sentence()) and meant.is_clear:
        yield from ((other, f"{words} {note}") for other, note in _as_sentence(search, store, meant))
