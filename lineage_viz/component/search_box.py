"""A search box that suggests while one types."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from lineage_viz.component.assets import component

_search = component("search")

Suggestion = Mapping[str, object]
"""What a row shows: `arn`, `title`, `words`, `when`, `source`, `colour`."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Rows, the number of all hits, and why there is no answer, if there is none."""

    rows: Sequence[Suggestion] = ()
    total: int = 0
    trouble: str = ""


def search_box(suggest: Callable[[str], Suggestions], *, key: str) -> str | None:
    """Ask `suggest` as a person types. Returns the ARN just chosen."""
    state = st.session_state.get(key) or {}
    text = str(state.get("text") or "")
    found = suggest(text) if text else Suggestions()
    result = _search(
        key=key,
        data={"text": text, "rows": list(found.rows), "total": found.total, "trouble": found.trouble},
        on_text_change=_rerun,
        on_chosen_change=_rerun,
    )
    chosen = result.get("chosen")
    return chosen if isinstance(chosen, str) and chosen else None


def _rerun() -> None:
    """A component may only send what has a callback; running again is all we want."""
