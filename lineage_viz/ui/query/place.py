"""The place of a visit on the Query page: the question and its values, all in the URL, so that a link asks the same."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode

import streamlit as st

from lineage_viz.questions.prepared import BY_NAME, Form, Prepared, sentence_of
from lineage_viz.store.base import Store
from lineage_viz.ui.console.place import GREMLIN, console_is_open, text_of

HERE = "query"
_ASK = "ask"


def wanted_question() -> Prepared | None:
    """The question that the URL names; None for the list of all questions."""
    return BY_NAME.get(st.query_params.get(_ASK, ""))


def wanted_values(question: Prepared) -> dict[str, str]:
    """The values in the URL by name; a choice without one has its first."""
    given = {each.name: st.query_params.get(each.name, "").strip() for each in question.takes}
    first = {each.name: each.choices[0] for each in question.takes if each.form is Form.CHOICE}
    return {name: value or first.get(name, "") for name, value in given.items()}


def set_value(name: str, value: str) -> None:
    """Put a value into the URL; an empty one leaves it."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def question_link(question: Prepared, values: Mapping[str, str]) -> str:
    """The query of the URL of a question."""
    return urlencode(
        {_ASK: question.name, **{name: value for name, value in values.items() if value}}, safe=":/"
    )


def list_all() -> None:
    """Show the list of all questions."""
    st.query_params.clear()


def unknown_parts() -> tuple[str, ...]:
    """The parts of the link that mean nothing, each as `name=value`; empty ones say nothing."""
    question = wanted_question()
    known = {_ASK, *(each.name for each in question.takes)} if question else set()
    if console_is_open():
        known = {GREMLIN}
    return tuple(
        f"{name}={value}"
        for name in st.query_params
        for value in st.query_params.get_all(name)
        if value and name not in known
    )


def question_words(store: Store, query: str) -> str:
    """The sentence of a saved question with its values."""
    if text := text_of(query):
        return f"Gremlin: {text}"
    found = {name: values[-1] for name, values in parse_qs(query).items()}
    question = BY_NAME.get(found.get(_ASK, ""))
    return sentence_of(store, question, found) if question else "A question that this version does not have"
