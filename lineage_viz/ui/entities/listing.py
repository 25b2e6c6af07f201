"""The search, filters and order of the Entities page. They are in the URL, so a link shows the same list.

A link may come from anywhere: unknown values in it are left out, and the page names them.
"""

from collections.abc import Collection
from urllib.parse import urlencode

import streamlit as st

from lineage_viz.picture.link import type_key
from lineage_viz.search.asked import Asked
from lineage_viz.store.base import Counts, FactCounts
from lineage_viz.store.filter import Filter
from lineage_viz.ui.column_order import NEWEST, Sorting, order_of, order_text
from lineage_viz.ui.entities.columns import unknown_columns
from lineage_viz.ui.entities.facets import PERIODS, label_words
from lineage_viz.ui.entities.link import (
    ACCOUNT,
    COLUMNS,
    COMPARE,
    CREATED,
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
)  # fmt: skip
from lineage_viz.ui.entities.paging import page_size, wanted_page
from lineage_viz.ui.page_address import address_of
from lineage_viz.ui.shown import show
from lineage_viz.ui.text import literal
from lineage_viz.words import type_words

_SERVE_UNAPPROVED = "type:endpoint live:unapproved"


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


def unknown_values(counts: Counts, facts: FactCounts, accounts: Collection[str]) -> tuple[str, ...]:
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
        ACCOUNT: parameter(ACCOUNT) in accounts,
        CREATED: parameter(CREATED) in PERIODS,
        LIVE: parameter(LIVE) == ON and facts.live > 0,
        LIVE_UNREAD: parameter(LIVE_UNREAD) == ON and facts.live_unread > 0,
        UNAPPROVED: parameter(UNAPPROVED) == ON and facts.unapproved > 0,
    }
    unknown = (
        f"{name}={value}"
        for name in st.query_params
        if name != COMPARE  # it has several values, and says itself which are unknown
        for value in st.query_params.get_all(name)
        if value and not (known.get(name) and value == st.query_params[name])  # the last of several counts
    )
    return (*unknown, *(f"{COLUMNS}={name}" for name in unknown_columns()))


def within(filter_: Filter) -> list[str]:
    """Return the choices of a filter in words, as untrusted text."""
    return [
        *(f"the label {label_words(label)}" for label in _chosen_labels(filter_)),
        *(f"the type {type_words(type_ or 'no type')}" for type_ in filter_.types),
        *(f"the status {state}" for state in filter_.states),
        *(f"the person {name}" for name in filter_.people),
        *(f"the account {account}" for account in filter_.accounts),
        *([f"a creation in the {PERIODS[parameter(CREATED)].lower()}"] if _in_period() else ()),
        *(["a live version"] if filter_.live else ()),
        *(["no record that tells if it is live"] if filter_.live_unread else ()),
        *(["a version that is live without approval"] if filter_.unapproved else ()),
    ]


def _in_period() -> bool:
    return bool(PERIODS.get(parameter(CREATED)) and parameter(CREATED))


def _chosen_labels(filter_: Filter) -> list[str]:
    """The labels that were chosen as such: a chosen type brings its label with it."""
    return [label for label in filter_.labels if label == parameter(LABEL)]


def nothing_found(search: Asked, filter_: Filter) -> str:
    """Return the words for an empty list, with the choices that a visitor could take back."""
    tries = [
        "fewer words, a part of the name or ARN" if search.text.strip() else "",
        "all types" if filter_.types else "",
        "all labels: click the lit one again" if _chosen_labels(filter_) else "",
        "any status" if filter_.states else "",
        "anyone" if filter_.people else "",
        "all accounts" if filter_.accounts else "",
        "any time" if _in_period() else "",
        "versions that are not live, too" if filter_.live else "",
        "versions whose records were read, too" if filter_.live_unread else "",
        "approved versions, too" if filter_.unapproved else "",
    ]
    beginning = " with ".join(filter(None, ("Nothing found", " and ".join(map(literal, within(filter_))))))
    return f"{beginning}. Try {', or '.join(filter(None, tries))}.{_endpoints_instead(search, filter_)}"


def _endpoints_instead(search: Asked, filter_: Filter) -> str:
    """The link to the endpoints that serve a version without approval, for a list of endpoints that are one."""
    asks = filter_.unapproved or any(each.unapproved for each in search.filter_.also)
    if not asks or filter_.types != {"Endpoint"}:
        return ""
    url = f"{address_of('entities', here='entities')}?{urlencode({'q': _SERVE_UNAPPROVED})}"
    return f" No endpoint is a version: [show the endpoints that serve versions without approval]({url})."


def sorting(counts: Counts, text: str) -> Sorting:
    """The order in the URL. Without one, the best match of a text comes first, else the newest entity."""
    order = order_of(parameter(SORT), counts.types)
    usual = None if text.strip() else NEWEST
    return Sorting(order, lambda other: set_parameter(SORT, order_text(other)), usual)
