"""The filters beside the search, with the hits that each value leaves. They are in the URL."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from lineage_viz.evidence.words import LIVE as WARNING
from lineage_viz.model import TypeKey
from lineage_viz.picture.link import type_key, type_key_text
from lineage_viz.search.asked import Asked, asked_of
from lineage_viz.store.base import Counts, FactCounts, Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.ui.entities.counted import Counted, Passes, tally_of
from lineage_viz.ui.entities.link import (
    ACCOUNT,
    CREATED,
    LABEL,
    LIVE,
    LIVE_UNREAD,
    ON,
    PERSON,
    STATE,
    TYPE,
    UNAPPROVED,
    parameter,
    set_parameter,
)
from lineage_viz.ui.shown import show, show_option
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import plain, type_words

_ALL_TYPES: TypeKey = ("", "")
"""The option without a choice. An empty select box would be one that Escape empties; this one keeps its choice."""

V = TypeVar("V", str, TypeKey)


def facets(store: Store, counts: Counts, facts: FactCounts, search: Asked) -> Filter:
    """Show the filters with their counts in the search. Returns the filter of the chosen ones; no choice means all."""
    accounts = known_accounts(store)
    counted = Counted(tally_of(store, search), dict(_chosen(counts, facts, accounts)))
    kinds = _kinds(counts, counted)
    state = _choice(STATE, "Any status", facts.states, counted.of(lambda each: [each.state], STATE), counted)
    person = _choice(PERSON, "Anyone", facts.people, counted.of(lambda each: each.people, PERSON), counted)
    account = len(accounts) > 1 and _choice(
        ACCOUNT, "All accounts", accounts, counted.of(lambda each: [each.account], ACCOUNT), counted
    )
    return replace(
        kinds,
        states=frozenset(filter(None, (state,))),
        people=frozenset(filter(None, (person,))),
        accounts=frozenset(filter(None, (account or "",))),
        live=_switch(LIVE, "Live", facts.live, counted, _LIVE_HELP),
        unapproved=_switch(UNAPPROVED, WARNING, facts.unapproved, counted, _UNAPPROVED_HELP),
        live_unread=_switch(LIVE_UNREAD, "Live not read", facts.live_unread, counted, _LIVE_UNREAD_HELP),
    )


def known_accounts(store: Store) -> tuple[str, ...]:
    """The accounts of the loaded snapshots."""
    return tuple(sorted({info.account for info in store.snapshots if info.account}))


def period(store: Store) -> Filter:
    """Show the choice of a time of creation, and return its filter."""
    wanted = parameter(CREATED)
    show(CREATED, wanted if wanted in PERIODS else "")
    days = st.selectbox(
        "Created",
        list(PERIODS),
        format_func=PERIODS.__getitem__,
        label_visibility="collapsed",
        width=140,
        key=CREATED,
        on_change=lambda: set_parameter(CREATED, st.session_state[CREATED]),
    )
    return asked_of(store, f"created:{days}").filter_ if days else NO_FILTER


def _chosen(counts: Counts, facts: FactCounts, accounts: Collection[str]) -> Iterator[tuple[str, Passes]]:
    """Yield the chosen filters that mean something here, by name."""
    label, kind = parameter(LABEL), type_key(parameter(TYPE))
    state, person, account = map(parameter, (STATE, PERSON, ACCOUNT))
    if label in counts.labels:
        yield LABEL, lambda each: each.label == label
    if kind and kind in counts.types and (label not in counts.labels or kind[0] == label):
        yield TYPE, lambda each: (each.label, each.type) == kind
    if state in facts.states:
        yield STATE, lambda each: each.state == state
    if person in facts.people:
        yield PERSON, lambda each: person in each.people
    if account in accounts:
        yield ACCOUNT, lambda each: each.account == account
    yield from ((name, passes) for name, passes in _SWITCHES.items() if parameter(name) == ON)


_SWITCHES: Mapping[str, Passes] = {
    LIVE: lambda each: each.live,
    UNAPPROVED: lambda each: each.unapproved,
    LIVE_UNREAD: lambda each: each.live_unread,
}
_DOUBTS = frozenset({UNAPPROVED, LIVE_UNREAD})
"""Switches that warn of some types only: a 0 above others would say that all is well."""
PERIODS = {
    "": "Any time", "7d": "Last 7 days", "30d": "Last 30 days", "90d": "Last 90 days", "365d": "Last 365 days",
}  # fmt: skip
_LIVE_HELP = "Finds versions that an endpoint serves now, and these endpoints."
_LIVE_UNREAD_HELP = (
    "Finds versions, files and endpoints that may be live: the records about it were not read."
)
_UNAPPROVED_HELP = (
    "Finds the versions that an endpoint serves now although the model registry confirms no approval of them, and no "
    "endpoints. Search type:endpoint live:unapproved for these."
)


def _kinds(counts: Counts, counted: Counted) -> Filter:
    label = _label(counts, counted)
    type_ = _type([key for key in counts.types if label in (None, key[0])], counted)
    if type_:
        return Filter(frozenset({type_[0]}), frozenset({type_[1]}))
    return Filter(frozenset({label})) if label else NO_FILTER


def label_words(label: str) -> str:
    """Return a label in words: `Trial component`."""
    return label.replace("_", " ").capitalize()


def _label(counts: Counts, counted: Counted) -> str | None:
    found = counted.of(lambda each: [each.label], LABEL, TYPE)
    labels = sorted(counts.labels, key=lambda label: -counts.labels[label])
    wanted = parameter(LABEL)
    show_option(LABEL, wanted if wanted in labels else None)

    def choose() -> None:
        label = st.session_state[LABEL] or ""
        set_parameter(LABEL, label)
        if not parameter(TYPE).startswith(f"{label}:" if label else ""):
            set_parameter(TYPE, "")

    return st.pills(
        "Label",
        labels,
        format_func=_words(
            labels, lambda label: f"{literal(label_words(label))} {counted.words(found[label])}".rstrip()
        ),
        label_visibility="collapsed",
        key=LABEL,
        on_change=choose,
    )


def _type(keys: list[TypeKey], counted: Counted) -> TypeKey | None:
    found, wanted = counted.types(TYPE), type_key(parameter(TYPE))
    keys = sorted(_there(keys, wanted, found, counted), key=lambda key: (-found[key], key))
    options = [_ALL_TYPES, *keys]
    show_option(TYPE, wanted if wanted in keys else _ALL_TYPES)

    def choose() -> None:
        chosen = st.session_state[TYPE]
        set_parameter(TYPE, "" if chosen == _ALL_TYPES else type_key_text(chosen))

    def words(key: TypeKey) -> str:
        known = type_words(key[1] or "no type")
        return "All types" if key == _ALL_TYPES else _with_number(known, found[key], counted)

    chosen = st.selectbox(
        "Type",
        options,
        format_func=_words(options, words),
        label_visibility="collapsed",
        width=210,
        key=TYPE,
        on_change=choose,
    )
    return None if chosen == _ALL_TYPES else chosen


def _there(known: Collection[V], wanted: V | None, found: Mapping[V, int], counted: Counted) -> list[V]:
    """The known values that the hits have, and the chosen one; all when the store did not answer."""
    return [each for each in known if each and (each == wanted or found.get(each) or counted.tally is None)]


def _with_number(words: str, number: int, counted: Counted) -> str:
    shown = counted.words(number)
    return f"{words} ({shown})" if shown else words


def _choice(
    name: str, nothing: str, known: Collection[str], found: Mapping[str, int], counted: Counted
) -> str:
    """Show the values that the hits have as a list, the most frequent first; nothing when no entity has any."""
    if not known:
        return ""
    wanted = parameter(name)
    there = _there(known, wanted, found, counted)
    values = ["", *sorted(there, key=lambda value: (-found.get(value, 0), value))]
    show_option(name, wanted if wanted in values else "")
    return st.selectbox(
        name.capitalize(),
        values,
        format_func=_words(
            values,
            lambda value: _with_number(plain(value, 60), found.get(value, 0), counted) if value else nothing,
        ),
        label_visibility="collapsed",
        width=155,
        key=name,
        on_change=lambda: set_parameter(name, st.session_state[name]),
    )


def _switch(name: str, words: str, known: int, counted: Counted, more: str) -> bool:
    """Show the switch of a fact with its count; nothing when no entity has it, or when it doubts and no hit has it."""
    is_on, number = parameter(name) == ON, counted.number(_SWITCHES[name], name)
    is_without_hit = name in _DOUBTS and not (number or is_on or counted.tally is None)
    if not known or is_without_hit:
        return False
    show(name, is_on)
    return st.toggle(
        _with_number(words, number, counted),
        key=name,
        help=more,
        on_change=lambda: set_parameter(name, ON if st.session_state[name] else ""),
    )


def _words(options: Sequence[V], words: Callable[[V], str]) -> Callable[[V], str]:
    """The words of each option, all different."""
    return dict(zip(options, distinct(map(words, options)), strict=True)).__getitem__
