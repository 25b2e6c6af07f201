"""What the entities page lists. It stands in the URL: whoever opens the link sees the same.

A link comes from anywhere: what it names that is not there is left out.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from lineage_viz.model import TypeKey
from lineage_viz.picture.link import type_key, type_key_text
from lineage_viz.store.base import NO_FILTER, Counts, Filter
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import type_words

_TEXT, _LABEL, _TYPE, _PAGE = "q", "label", "type", "page"

V = TypeVar("V", str, TypeKey)


def searched() -> str:
    """The search box, and what is typed into it."""
    _show(_TEXT, _said(_TEXT))
    return st.text_input(
        "Search",
        placeholder="Name, ARN, S3 URI, type …",
        label_visibility="collapsed",
        key=_TEXT,
        on_change=lambda: _ask(_TEXT, st.session_state[_TEXT]),
    )


def facets(counts: Counts) -> Filter:
    """One label, one type of it, each with its count; nothing chosen means all."""
    label = _label(counts)
    type_ = _type(counts, [key for key in counts.types if label in (None, key[0])])
    if type_:
        return Filter(frozenset({type_[0]}), frozenset({type_[1]}))
    return Filter(frozenset({label})) if label else NO_FILTER


def page_number(pages: int, key: str) -> int:
    """Which of the pages, from 1."""
    said = _said(_PAGE)
    asked = int(said) if said.isascii() and said.isdigit() and len(said) <= 9 else 1
    shown = min(max(asked, 1), pages)
    if key in st.session_state:  # else it begins with its default, and Streamlit warns of two values
        _show(key, shown)
    number: int = st.pagination(
        pages,
        default=shown,
        key=key,
        on_change=lambda: _ask(_PAGE, str(st.session_state[key]), default="1"),
    )
    return number


def _label(counts: Counts) -> str | None:
    labels = sorted(counts.labels, key=lambda label: -counts.labels[label])
    said = _said(_LABEL)
    _show(_LABEL, said if said in labels else None)

    def choose() -> None:
        label = st.session_state[_LABEL] or ""
        _ask(_LABEL, label)
        if not _said(_TYPE).startswith(f"{label}:" if label else ""):
            _ask(_TYPE, "")

    return st.pills(
        "Label",
        labels,
        format_func=_words(
            labels, lambda label: f"{literal(label.replace('_', ' ').capitalize())} {counts.labels[label]:,}"
        ),
        label_visibility="collapsed",
        key=_LABEL,
        on_change=choose,
    )


def _type(counts: Counts, keys: list[TypeKey]) -> TypeKey | None:
    keys.sort(key=lambda key: -counts.types[key])
    said = type_key(_said(_TYPE))
    _show(_TYPE, said if said in keys else None)

    def choose() -> None:
        chosen = st.session_state[_TYPE]
        _ask(_TYPE, type_key_text(chosen) if chosen else "")

    return st.selectbox(
        "Type",
        keys,
        index=None,
        placeholder="All types",
        format_func=_words(keys, lambda key: f"{type_words(key[1] or 'no type')} ({counts.types[key]:,})"),
        label_visibility="collapsed",
        width=260,
        key=_TYPE,
        on_change=choose,
    )


def _words(options: Sequence[V], said: Callable[[V], str]) -> Callable[[V], str]:
    """What each option is called; no two alike."""
    return dict(zip(options, distinct(map(said, options)), strict=True)).__getitem__


def _said(name: str) -> str:
    return st.query_params.get(name, "")


def _ask(name: str, value: str, default: str = "") -> None:
    """Another question begins at its first page."""
    if name != _PAGE:
        st.query_params.pop(_PAGE, None)
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _show(key: str, value: object) -> None:
    """Let a widget show it. One that does so already is left alone: it may hold what is typed just now."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
