"""A search box that suggests while one types."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lineage_viz.component.assets import component

_search = component("search")

Suggestion = Mapping[str, object]
"""What a row shows: `arn`, `title`, `words`, `when`, `source`, `colour`."""


def search_box(suggest: Callable[[str], tuple[Sequence[Suggestion], int]], *, key: str) -> str | None:
    """Ask `suggest` for rows and the number of all hits as a person types. Returns the ARN just chosen."""
    state = st.session_state.get(key) or {}
    text = str(state.get("text") or "")
    rows, total = suggest(text) if text else ((), 0)
    result = _search(
        key=key,
        data={"text": text, "rows": list(rows), "total": total},
        on_text_change=_rerun,
        on_chosen_change=_rerun,
    )
    chosen = result.get("chosen")
    return chosen if isinstance(chosen, str) and chosen else None


def _rerun() -> None:
    """A component may only send what has a callback; running again is all we want."""
