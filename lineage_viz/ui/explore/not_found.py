"""The message for a link to an entity that is not loaded, with buttons to those of its name and to the newest model."""

import streamlit as st

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Entity
from lineage_viz.picture.address import Address
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.explore.first_answers import starting_point
from lineage_viz.ui.explore.state import go
from lineage_viz.ui.not_loaded import nothing_loaded
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import type_words

_NAMED = 3


def not_found(store: Store, error: EntityNotFound) -> None:
    """Show the message in place of the picture; for an empty store, the message for that."""
    if not store.snapshots and not starting_point(store):
        nothing_loaded(store)
        return
    st.title("Not found", anchor=False)
    st.warning(literal(str(error), 1_000), icon=":material/search_off:")
    for hit, words in _of_this_name(store, error.arn):
        st.button(f"Show {literal(words)}", on_click=go, args=(Address(hit.arn),), key=f"named {hit.arn}")
    st.button("Show the newest model", on_click=go, args=(Address(),))


def _of_this_name(store: Store, text: str) -> list[tuple[Entity, str]]:
    """The first entities that a search for the text finds, with words: somebody may have written a name in a link."""
    hits = store.search(text, limit=_NAMED).entities
    return list(zip(hits, distinct(f"{title(each)} ({type_words(each.type)})" for each in hits), strict=True))
