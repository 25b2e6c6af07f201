"""A field for a day that a person types: a calendar would hold a typed day back until it is closed."""

from datetime import date

import streamlit as st

LABEL = "YYYY-MM-DD"


def day_of(text: str) -> date | None:
    """Return the day of a text such as 2026-03-12; None for any other text."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.isoformat() == text.strip() else None


def day_field(label: str, key: str) -> None:
    """Show the field; its text is in the session."""
    st.text_input(label, key=key, placeholder=LABEL, max_chars=10, width=150)
