"""A field for a day. In Streamlit's calendar a typed day counts only once the calendar is closed."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from lineage_viz.typed_day import day_of, no_day
from lineage_viz.ui.text import literal
from lineage_viz.words import plain


def day_form(key: str, value: date | None, on_day: Callable[[date | None], None], *, button: str) -> None:
    """Show a field for a day. Enter or the button takes the typed day; leaving the field, as by Esc, does not.

    `on_day` gets the day, or None for an empty field.
    """
    wrong = f"{key} is no day"

    def typed() -> None:
        text = str(st.session_state[key])
        day = day_of(text)
        if text.strip() and day is None:
            st.session_state[wrong] = plain(text, 60)
        else:
            on_day(day)

    text = st.session_state.pop(wrong, "")
    st.session_state[key] = text or (value.isoformat() if value else "")
    row = st.form(f"{key} form", border=False).container(
        horizontal=True, vertical_alignment="bottom", key=f"day of {key}"
    )
    with row:
        st.text_input("Day (UTC)", key=key, placeholder="2026-03-12", width=180)
        st.form_submit_button(button, on_click=typed)
    if text:
        st.error(literal(no_day(text), 200), icon=":material/event_busy:")
