"""The palette: a dialog on every page that finds pages, lists, saved views and entities."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from lineage_viz.component.search_box import Suggestions, answered

_HERE = Path(__file__).parent
_BOX = _HERE / "search"
_STYLES = (_BOX / "search.css", _HERE / "palette" / "palette.css")

_palette = st.components.v2.component(
    "lineage_viz.palette",
    html=(_HERE / "palette" / "palette.html").read_text(encoding="utf-8"),
    css="\n".join(
        path.read_text(encoding="utf-8") for path in (_BOX / "search.css", _HERE / "palette" / "palette.css")
    ),
    js=(_BOX / "search.js").read_text(encoding="utf-8"),
)


def palette(suggest: Callable[[str], Suggestions], *, key: str) -> str | None:
    """Mount the dialog, and call `suggest` as a person types, also for an empty text.

    Returns the ARN or the `go` of a new choice.
    """
    return answered(_palette, suggest, key=key, also_empty=True)
