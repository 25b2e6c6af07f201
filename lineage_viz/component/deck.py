"""The parts of a deck of cards, as hidden components."""

import streamlit as st

from lineage_viz.component.assets import component
from lineage_viz.picture.deck import Deck

_deck = component("deck")


def send(deck: Deck, *, key: str) -> None:
    """Mount the parts of a deck; the browser keeps unchanged parts, so they are not sent again."""
    with st.container(key=f"{key}-deck"):
        for part in deck.parts:
            _deck(key=f"{key} part {part['number']}", data=part, height=1)
