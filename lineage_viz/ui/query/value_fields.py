"""The fields for the values of a question; each offers what is loaded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from lineage_viz.component import search_box
from lineage_viz.errors import EntityNotFound
from lineage_viz.questions.prepared import Form, Parameter, Prepared
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.typed_day import day_of
from lineage_viz.ui.day_field import day_form
from lineage_viz.ui.query.addresses import addresses
from lineage_viz.ui.query.other_type import suggested
from lineage_viz.ui.query.place import set_value
from lineage_viz.ui.trouble import watch_if_down
from lineage_viz.words import day, plain, plain_id, type_words


def value_fields(store: Store, question: Prepared, values: dict[str, str]) -> None:
    """Show a field for each value of a question. A change runs the page again with the new URL."""
    if not question.takes:
        return
    places = st.columns([3, 1] if len(question.takes) == 2 else 1, vertical_alignment="bottom")
    for place, each in zip(places, question.takes, strict=True):
        with place:
            _FIELDS[each.form](store, question, each, values[each.name])


def _entity(store: Store, question: Prepared, parameter: Parameter, value: str) -> None:
    _finder(store, question, parameter, _named(store, value) if value else "")


@st.fragment
def _finder(store: Store, question: Prepared, parameter: Parameter, chosen_now: str) -> None:
    """Show the search box. Typing runs only this fragment; a choice runs the whole page."""
    wanted = f"Search {parameter.words}"
    chosen = search_box(
        lambda text: suggested(store, text, parameter),
        key=f"{question.name} {parameter.name}",
        words={"label": wanted, "hint": f"{chosen_now} · search another" if chosen_now else wanted},
    )
    watch_if_down(store)
    if chosen:
        set_value(parameter.name, chosen)
        st.rerun()


def _named(store: Store, arn: str) -> str:
    try:
        entity = store.get(arn)
    except EntityNotFound:
        return f"{plain(arn, 400)} (not loaded now)"
    told = [
        plain(title(entity), 120),
        type_words(entity.type or entity.label),
        day(entity.created) if entity.created else "",
        plain_id(entity.source, 160),  # several entities may have the name and the type
    ]
    return " · ".join(filter(None, told))


def _choice(_: Store, question: Prepared, parameter: Parameter, value: str) -> None:
    key = _kept(question, parameter, value)
    st.segmented_control(
        parameter.words.capitalize(),
        parameter.choices,
        key=key,
        required=True,
        on_change=_changed,
        args=(parameter.name, key),
    )


def _person(store: Store, question: Prepared, parameter: Parameter, value: str) -> None:
    people = sorted({*store.fact_counts().people, *([value] if value else [])}, key=str.casefold)
    key = _kept(question, parameter, value or None)
    st.selectbox(
        "Person",
        people,
        index=None,
        key=key,
        format_func=lambda each: plain(each, 120),
        placeholder="Choose or type a name",
        accept_new_options=True,
        on_change=_changed,
        args=(parameter.name, key),
    )


def _day(_: Store, question: Prepared, parameter: Parameter, value: str) -> None:
    def chosen(day: date | None) -> None:
        set_value(parameter.name, day.isoformat() if day else "")

    day_form(f"{question.name} {parameter.name}", day_of(value), chosen, button="Ask")


def _address(store: Store, question: Prepared, parameter: Parameter, value: str) -> None:
    _address_finder(store, question, parameter)
    key = _kept(question, parameter, value)
    st.text_input(parameter.words.capitalize(), key=key, on_change=_changed, args=(parameter.name, key))


@st.fragment
def _address_finder(store: Store, question: Prepared, parameter: Parameter) -> None:
    """Show the search box for recorded addresses. A choice runs the whole page."""
    chosen = search_box(
        lambda text: addresses(store, text, parameter),
        key=f"{question.name} {parameter.name} found",
        words={"label": "Search recorded addresses", "hint": "Search recorded addresses"},
    )
    watch_if_down(store)
    if chosen:
        set_value(parameter.name, chosen)
        st.rerun()


def _kept(question: Prepared, parameter: Parameter, value: Any) -> str:
    """Return the key of a field, and give the field the value of the URL."""
    key = f"{question.name} {parameter.name}"
    st.session_state[key] = value
    return key


def _changed(name: str, key: str) -> None:
    set_value(name, st.session_state[key] or "")


_FIELDS: dict[Form, Callable[[Store, Prepared, Parameter, str], None]] = {
    Form.ENTITY: _entity,
    Form.CHOICE: _choice,
    Form.PERSON: _person,
    Form.DAY: _day,
    Form.ADDRESS: _address,
}
