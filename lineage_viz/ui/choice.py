"""A choice among values as pills: all, only one, or several."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import streamlit as st

from lineage_viz.model import TypeKey
from lineage_viz.ui.menu_value import MenuValue
from lineage_viz.ui.text import distinct, literal

V = TypeVar("V", str, TypeKey)

_ALL = None
"""The option that stands for all values; no value is None."""


def choice(
    label: str,
    words: Mapping[V, str],
    *,
    key: str,
    chosen: Iterable[V] | None,
    on_change: Callable[[frozenset[V] | None], None],
) -> None:
    """Show values as pills, after the pill "All". `words` are untrusted.

    `chosen` are the lit values; None means that all values count, and only "All" is lit. Then a click on a value
    chooses only this value. Further clicks add and remove values. "All", or the removal of the last value, chooses all
    again. `on_change` gets the new choice, before the page runs again.
    """
    lit = frozenset(chosen or ())
    shown = MenuValue.shown(key, [_ALL] if chosen is None else [value for value in words if value in lit])

    def changed(clicked: list[V | None]) -> None:
        # In the order of the clicks: "All" in front was lit before, also when several clicks arrive together.
        values = frozenset(value for value in clicked if value is not _ALL)
        back = not values or clicked[-1] is _ALL or values == words.keys()
        on_change(None if back else values)

    options = [_ALL, *words]
    labels = distinct(["All", *(literal(each, 70) for each in words.values())])
    st.pills(
        label,
        options,
        selection_mode="multi",
        key=shown.key,
        format_func=dict(zip(options, labels, strict=True)).__getitem__,
        on_change=shown.then(changed),
        help="The first click shows only that value. Further clicks add or remove values.",
        wrap=True,
    )
