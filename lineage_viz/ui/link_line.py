"""The line about the parts of a link that are not understood."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.ui.text import literal
from lineage_viz.words import count

_SHOWN = 5


def link_line(parts: Sequence[str]) -> None:
    """Name the parts that were left out. The container is always there, so that nothing below it moves."""
    with st.container(key="link"):
        if parts:
            rest = len(parts) - _SHOWN
            named = [literal(part, 80) for part in parts[:_SHOWN]] + (
                [count(rest, "other")] if rest > 0 else []
            )
            st.caption(f":material/link_off: Not understood in this link, and left out: {', '.join(named)}.")
