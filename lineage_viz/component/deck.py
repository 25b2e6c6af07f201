"""The parts of a deck of cards, mounted out of sight."""

import streamlit as st

from lineage_viz.component.assets import component
from lineage_viz.picture.deck import Deck

_deck = component("deck")


def send(deck: Deck, *, key: str) -> None:
    """Mount the parts; the browser keeps those that it has already, so they do not travel again."""
    with st.container(key=f"{key}-deck"):
        for part in deck.parts:
            _deck(key=f"{key} part {part['number']}", data=part, height=1)
