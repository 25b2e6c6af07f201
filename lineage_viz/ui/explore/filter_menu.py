"""The filter menu: each value with its count in the lineage; the first click shows only this value."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

import streamlit as st

from lineage_viz.model import Subgraph, TypeKey
from lineage_viz.picture.address import Address
from lineage_viz.picture.scene import days_of
from lineage_viz.style import line_of
from lineage_viz.ui.choice import choice
from lineage_viz.ui.explore.state import go
from lineage_viz.ui.menu import menu
from lineage_viz.ui.menu_value import MenuValue
from lineage_viz.view.filters import Facet
from lineage_viz.view.narrowing import NO_VIEW_FILTER, View
from lineage_viz.words import type_words

V = TypeVar("V", str, TypeKey)

_MODES = {False: "Remove", True: "Keep paths through them"}


def filter_menu(address: Address, view: View) -> None:
    """Show the filters of the picture and the table. The legend can hide types and associations too."""
    hidden, facets = address.hidden, view.facets
    active = sum(map(bool, (hidden.labels, hidden.types, hidden.statuses, hidden.accounts, hidden.associations,
                          hidden.created_from or hidden.created_to, hidden.text)))  # fmt: skip
    with menu("filter", f"Filter ({active})" if active else "Filter", ":material/filter_list:"):
        _text(address)
        _choice(address, "labels", "Label", facets.labels, type_words)
        _choice(address, "types", "Type", facets.types, lambda key: type_words(key[1] or key[0]))
        _choice(address, "statuses", "Status", facets.statuses, lambda status: status or "No status")
        _choice(address, "accounts", "Account", facets.accounts, lambda account: account or "Unknown")
        _choice(address, "associations", "Association", facets.associations, _line)
        _created(address, view.whole)
        _mode(address)
        st.button(
            "Clear all filters",
            icon=":material/filter_list_off:",
            disabled=hidden == NO_VIEW_FILTER,
            on_click=go,
            args=(replace(address, hidden=NO_VIEW_FILTER),),
            width="stretch",
        )


def _text(address: Address) -> None:
    text = MenuValue.shown("filter text", address.hidden.text)
    st.text_input(
        "Only entities that contain",
        key=text.key,
        placeholder="Name, ARN, S3 URI, type …",
        on_change=text.then(lambda typed: go(address.filtered(text=typed.strip()))),
    )


def _choice(
    address: Address, name: str, words: str, facets: Sequence[Facet[V]], value_words: Callable[[V], str]
) -> None:
    """Show the values as pills. A single value leaves no choice and has no pills."""
    if len(facets) < 2 and not any(facet.hidden for facet in facets):
        return
    counts = {facet.value: facet.count for facet in facets}
    hidden: frozenset[V] = getattr(address.hidden, name)

    def changed(shown: frozenset[V] | None) -> None:
        others = frozenset[V]() if shown is None else (hidden | counts.keys()) - shown
        go(address.filtered(**{name: others}))

    choice(
        words,
        {value: f"{value_words(value)} {count:,}" for value, count in counts.items()},
        key=f"filter {name}",
        chosen=counts.keys() - hidden if hidden & counts.keys() else None,
        on_change=changed,
    )


def _created(address: Address, whole: Subgraph) -> None:
    days = days_of(whole)
    if not days:
        return
    first, last = days
    hidden = address.hidden
    ends = _within(hidden.created_from or first, first, last), _within(hidden.created_to or last, first, last)
    shown = MenuValue.shown("filter created", ends)

    def changed(created: tuple[date, date]) -> None:
        low, high = created
        go(
            address.filtered(
                created_from=low if low > first else None, created_to=high if high < last else None
            )
        )

    st.slider(
        "Created between (UTC)",
        first,
        last,
        key=shown.key,
        format="D MMM YYYY",
        on_change=shown.then(changed),
    )


def _mode(address: Address) -> None:
    skip = MenuValue.shown("filter skip", address.hidden.skip)
    st.segmented_control(
        "Filtered entities",
        list(_MODES),
        key=skip.key,
        format_func=_MODES.__getitem__,
        help="A dotted line replaces each path through filtered entities.",
        on_change=skip.then(lambda chosen: go(address.filtered(skip=bool(chosen)))),
    )


def _line(type_: str) -> str:
    words = line_of(type_).words
    return words[:1].upper() + words[1:]


def _within(day: date, first: date, last: date) -> date:
    return min(max(day, first), last)
