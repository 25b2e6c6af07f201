"""The facts about one entity, shown as text and never as markup."""

from collections.abc import Callable, Mapping

import streamlit as st

from lineage_viz.component.assets import component

_facts = component("facts")


def facts(data: Mapping[str, object], *, key: str, on_open: Callable[[str], None] | None = None) -> None:
    """Show a heading, a summary and sections of name–value pairs; `ui.explore.details` describes the data.

    `on_open` gets the ARN of an entity whose link a person chose, before the page runs again.
    """

    def report() -> None:
        arn = st.session_state[key].get("open")
        if on_open and isinstance(arn, str) and arn:
            on_open(arn)

    _facts(key=key, data=dict(data), on_open_change=report)
