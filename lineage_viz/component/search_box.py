"""The search box, with suggestions while a person types."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from lineage_viz.component.assets import component

_search = component("search")

Suggestion = Mapping[str, object]
"""The values of a row: `arn`, `title`, `words`, `when`, `source`, `colour`.

A row with `fill`, a text that continues the typed one, has an empty ARN: a choice of it goes on with this text. `many`
is the number of entities for which a row stands. A row with `go` is a place, and a choice of it returns this text.
"""

NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Rows, the number of all hits, the error when the store does not answer, and a note about the text."""

    rows: Sequence[Suggestion] = ()
    total: int = 0
    trouble: str = ""
    note: str = ""


def search_box(
    suggest: Callable[[str], Suggestions], *, key: str, words: Mapping[str, str] = NO_WORDS
) -> str | None:
    """Show the box and call `suggest` as a person types. Returns the ARN of a new choice.

    `words` has the `label` of a box for some entities only, and its `hint`.
    """
    return answered(_search, suggest, key=key, words=words)


def answered(
    box: ComponentRenderer,
    suggest: Callable[[str], Suggestions],
    *,
    key: str,
    words: Mapping[str, str] = NO_WORDS,
    also_empty: bool = False,
) -> str | None:
    """Mount a box with the suggestions for its text; return a new choice."""
    state = st.session_state.get(key) or {}
    text = str(state.get("text") or "")
    suggestions = suggest(text) if text or also_empty else Suggestions()
    result = box(
        key=key,
        data={
            "text": text,
            "rows": list(suggestions.rows),
            "total": suggestions.total,
            "trouble": suggestions.trouble,
            "note": suggestions.note,
            **words,
        },
        on_text_change=_rerun,
        on_chosen_change=_rerun,
    )
    chosen = result.get("chosen")
    return chosen if isinstance(chosen, str) and chosen else None


def _rerun() -> None:
    """Do nothing: Streamlit requires a callback for each value, and the page runs again anyway."""
