"""The search, filters and order of the Entities page. They are in the URL, so a link shows the same list.

A link may come from anywhere: unknown values in it are left out, and the page names them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from lineage_viz.model import TypeKey
from lineage_viz.picture.link import type_key, type_key_text
from lineage_viz.search.asked import Asked
from lineage_viz.store.base import Counts, FactCounts
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.ui.column_order import NEWEST, Sorting, order_of, order_text
from lineage_viz.ui.entities.columns import unknown_columns
from lineage_viz.ui.entities.link import (
    COLUMNS,
    LABEL,
    LIVE,
    LIVE_UNREAD,
    ON,
    PAGE,
    PERSON,
    ROWS,
    SORT,
    STATE,
    TEXT,
    TYPE,
    UNAPPROVED,
    parameter,
    set_parameter,
    show,
)  # fmt: skip
from lineage_viz.ui.entities.paging import page_size, wanted_page
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import plain, type_words

_ALL_TYPES: TypeKey = ("", "")
"""The option without a choice. An empty select box would be one that Escape empties; this one keeps its choice."""

V = TypeVar("V", str, TypeKey)


def search_text() -> str:
    """Show the search box and return its text."""
    show(TEXT, parameter(TEXT))
    return st.text_input(
        "Search",
        placeholder="Name, ARN, S3 URI, status, person … or terms: type:model live:yes created:30d",
        label_visibility="collapsed",
        key=TEXT,
        on_change=lambda: set_parameter(TEXT, st.session_state[TEXT]),
    )


def search_understood(search: Asked) -> bool:
    """Show the sentences about terms that mean nothing here, or have no value yet. Returns False for the former."""
    noted(*search.notes)
    return not search.refusals


def noted(*sentences: str) -> None:
    """Show sentences about a search."""
    for sentence in filter(None, sentences):
        st.caption(f":material/info: {literal(sentence, 1_000)}")


def facets(counts: Counts, facts: FactCounts, text: str) -> Filter:
    """Show the labels, types and facts with their counts. Returns the filter of the chosen ones; no choice means all.

    The counts are those of all loaded entities; when anything else narrows the list, they say so.
    """
    narrowing = _narrowing(counts, facts, text)

    def total(*own: str) -> str:
        return " in all" if narrowing - {*own} else ""

    kinds = _kinds(counts, total(LABEL))
    state = _choice(STATE, "Any status", facts.states, total(STATE))
    person = _choice(PERSON, "Anyone", facts.people, total(PERSON))
    live = _switch(LIVE, "Live", facts.live, total(LIVE), _LIVE_HELP)
    unapproved = _switch(
        UNAPPROVED, "Live without approval", facts.unapproved, total(UNAPPROVED, LIVE), _UNAPPROVED_HELP
    )
    unread = bool(facts.live_unread) and _switch(
        LIVE_UNREAD, "Live not read", facts.live_unread, total(LIVE_UNREAD), _LIVE_UNREAD_HELP
    )
    return replace(
        kinds,
        states=frozenset(filter(None, (state,))),
        people=frozenset(filter(None, (person,))),
        live=live,
        live_unread=unread,
        unapproved=unapproved,
    )


_LIVE_HELP = "Versions that an endpoint serves now, and these endpoints."
_LIVE_UNREAD_HELP = "Versions, files and endpoints that may be live: the records about it were not read."
_UNAPPROVED_HELP = (
    "Versions that an endpoint serves now although the model registry confirms no approval of them."
)


def _narrowing(counts: Counts, facts: FactCounts, text: str) -> set[str]:
    """The filters that are on, by name; the type counts as the label, to which it belongs."""
    kind = parameter(LABEL) in counts.labels or type_key(parameter(TYPE)) in counts.types
    on = {
        TEXT: bool(text.strip()),
        LABEL: kind,
        STATE: parameter(STATE) in facts.states,
        PERSON: parameter(PERSON) in facts.people,
        LIVE: parameter(LIVE) == ON and facts.live > 0,
        LIVE_UNREAD: parameter(LIVE_UNREAD) == ON and facts.live_unread > 0,
        UNAPPROVED: parameter(UNAPPROVED) == ON and facts.unapproved > 0,
    }
    return {name for name, is_on in on.items() if is_on}


def unknown_values(counts: Counts, facts: FactCounts) -> tuple[str, ...]:
    """Return the parts of the link that mean nothing here, each as `name=value`; empty ones say nothing."""
    label, type_, sort = parameter(LABEL), type_key(parameter(TYPE)), parameter(SORT)
    known = {
        TEXT: True,
        LABEL: label in counts.labels,
        TYPE: type_ in counts.types and (label not in counts.labels or type_ is None or type_[0] == label),
        SORT: order_of(sort, counts.types) is not None,
        PAGE: str(wanted_page()) == parameter(PAGE),
        ROWS: str(page_size()) == parameter(ROWS),
        COLUMNS: True,
        STATE: parameter(STATE) in facts.states,
        PERSON: parameter(PERSON) in facts.people,
        LIVE: parameter(LIVE) == ON and facts.live > 0,
        LIVE_UNREAD: parameter(LIVE_UNREAD) == ON and facts.live_unread > 0,
        UNAPPROVED: parameter(UNAPPROVED) == ON and facts.unapproved > 0,
    }
    unknown = (
        f"{name}={value}"
        for name in st.query_params
        for value in st.query_params.get_all(name)
        if value and not (known.get(name) and value == st.query_params[name])  # the last of several counts
    )
    return (*unknown, *(f"{COLUMNS}={name}" for name in unknown_columns()))


def _kinds(counts: Counts, total: str) -> Filter:
    label = _label(counts, total)
    type_ = _type(counts, [key for key in counts.types if label in (None, key[0])], total)
    if type_:
        return Filter(frozenset({type_[0]}), frozenset({type_[1]}))
    return Filter(frozenset({label})) if label else NO_FILTER


def within(filter_: Filter) -> list[str]:
    """Return the choices of a filter in words, as untrusted text."""
    return [
        *(f"the label {label_words(label)}" for label in _chosen_labels(filter_)),
        *(f"the type {type_words(type_ or 'no type')}" for type_ in filter_.types),
        *(f"the status {state}" for state in filter_.states),
        *(f"the person {name}" for name in filter_.people),
        *(["a live version"] if filter_.live else ()),
        *(["no record that tells if it is live"] if filter_.live_unread else ()),
        *(["a version that is live without approval"] if filter_.unapproved else ()),
    ]


def _chosen_labels(filter_: Filter) -> list[str]:
    """The labels that were chosen as such: a chosen type brings its label with it."""
    return [label for label in filter_.labels if label == parameter(LABEL)]


def nothing_found(text: str, filter_: Filter) -> str:
    """Return the words for an empty list, with the choices that a visitor could take back."""
    tries = [
        "fewer words, a part of the name or ARN" if text.strip() else "",
        "all types" if filter_.types else "",
        "all labels: click the lit one again" if _chosen_labels(filter_) else "",
        "any status" if filter_.states else "",
        "anyone" if filter_.people else "",
        "versions that are not live, too" if filter_.live else "",
        "versions whose records were read, too" if filter_.live_unread else "",
        "approved versions, too" if filter_.unapproved else "",
    ]
    beginning = " with ".join(filter(None, ("Nothing found", " and ".join(map(literal, within(filter_))))))
    return f"{beginning}. Try {', or '.join(filter(None, tries))}."


def sorting(counts: Counts, text: str) -> Sorting:
    """The order in the URL. Without one, the best match of a text comes first, else the newest entity."""
    order = order_of(parameter(SORT), counts.types)
    usual = None if text.strip() else NEWEST
    return Sorting(order, lambda other: set_parameter(SORT, order_text(other)), usual)


def label_words(label: str) -> str:
    """Return a label in words: `Trial component`."""
    return label.replace("_", " ").capitalize()


def _label(counts: Counts, total: str) -> str | None:
    labels = sorted(counts.labels, key=lambda label: -counts.labels[label])
    wanted = parameter(LABEL)
    show(LABEL, wanted if wanted in labels else None)

    def choose() -> None:
        label = st.session_state[LABEL] or ""
        set_parameter(LABEL, label)
        if not parameter(TYPE).startswith(f"{label}:" if label else ""):
            set_parameter(TYPE, "")

    return st.pills(
        "Label",
        labels,
        format_func=_words(
            labels, lambda label: f"{literal(label_words(label))} {counts.labels[label]:,}{total}"
        ),
        label_visibility="collapsed",
        key=LABEL,
        on_change=choose,
    )


def _type(counts: Counts, keys: list[TypeKey], total: str) -> TypeKey | None:
    keys.sort(key=lambda key: -counts.types[key])
    wanted = type_key(parameter(TYPE))
    options = [_ALL_TYPES, *keys]
    show(TYPE, wanted if wanted in keys else _ALL_TYPES)

    def choose() -> None:
        chosen = st.session_state[TYPE]
        set_parameter(TYPE, "" if chosen == _ALL_TYPES else type_key_text(chosen))

    def words(key: TypeKey) -> str:
        known = f"{type_words(key[1] or 'no type')} ({counts.types.get(key, 0):,}{total})"
        return "All types" if key == _ALL_TYPES else known

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


def _choice(name: str, nothing: str, counts: Mapping[str, int], total: str) -> str:
    """Show the values of a fact as a list, the most frequent first; nothing when there are none."""
    if not counts:
        return ""
    values = ["", *sorted(filter(None, counts), key=lambda value: (-counts[value], value))]
    wanted = parameter(name)
    show(name, wanted if wanted in counts else "")
    return st.selectbox(
        name.capitalize(),
        values,
        format_func=_words(
            values, lambda value: f"{plain(value, 60)} ({counts[value]:,}{total})" if value else nothing
        ),
        label_visibility="collapsed",
        width=155,
        key=name,
        on_change=lambda: set_parameter(name, st.session_state[name]),
    )


def _switch(name: str, words: str, number: int, total: str, more: str) -> bool:
    """Show the switch of a fact with its count; nothing when no entity has it."""
    if not number:
        return False
    show(name, parameter(name) == ON)
    return st.toggle(
        f"{words} ({number:,}{total})",
        key=name,
        help=more,
        on_change=lambda: set_parameter(name, ON if st.session_state[name] else ""),
    )


def _words(options: Sequence[V], words: Callable[[V], str]) -> Callable[[V], str]:
    """The words of each option, all different."""
    return dict(zip(options, distinct(map(words, options)), strict=True)).__getitem__
