"""The panel for a card of many entities: a stack in the picture, or a type in the overview."""

from collections.abc import Callable, Sequence

import streamlit as st

from lineage_viz.model import Entity, TypeKey
from lineage_viz.picture.address import Address
from lineage_viz.store.base import Filter, Store
from lineage_viz.store.order import Order, SortBy
from lineage_viz.title import title
from lineage_viz.ui.column_order import NEWEST, kept_sorting, sort_entities
from lineage_viz.ui.explore.state import focus_on, go, select
from lineage_viz.ui.table import entity_table
from lineage_viz.ui.text import literal
from lineage_viz.words import type_words, typed

PAGE = 20


def stack_panel(address: Address, stack: Entity, members: Sequence[Entity]) -> None:
    """Show the members of a stack, with search and pages; a chosen one moves out of the stack."""
    fold = stack.arn
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{literal(stack.name)}** {literal(stack.text('note'))}")
        st.button("Show next", icon=":material/unfold_more:", on_click=go, args=(address.unfolded(fold),))
    text = st.text_input("Search in the stack", key=f"search {fold}", placeholder="Name, ARN, source …")
    hits = [entity for entity in members if _matches(entity, text)]
    st.caption(f"{len(hits):,} of {len(members):,}. Choose a row to take it out of the stack.")

    def take_out(arn: str) -> None:
        if arn:
            go(address.picked(arn, fold))
            select(arn)

    _rows(hits, f"stack {fold} {text}", take_out)


def overview_panel(store: Store) -> None:
    """Show the types by size, until one of them is selected."""
    st.markdown("**All types**")
    st.caption("Select a card to list the entities of its type.")
    sizes = sorted(store.schema().types.items(), key=lambda item: (-item[1], item[0]))
    st.dataframe(
        {
            "Type": [type_words(type_ or label) for (label, type_), _ in sizes],
            "Entities": [number for _, number in sizes],
        },
        hide_index=True,
    )


def type_panel(store: Store, key: TypeKey) -> None:
    """Show the entities of one type, newest first; a chosen one becomes the focus."""
    label, type_ = key
    of_type = Filter(frozenset({label}), frozenset({type_}))
    text = st.text_input("Search this type", key=f"search {label} {type_}", placeholder="Name, ARN, source …")
    sorting = kept_sorting(f"type {label} {type_}", usual=None if text.strip() else NEWEST)
    page = store.search(text, filter_=of_type, order=sorting.order, limit=PAGE)
    st.markdown(f"**{literal(typed(page.total, label, type_))}**")
    st.caption("Choose a row to make it the focus.")
    number = _page(page.total, f"page {label} {type_} {text}")
    if number > 1:
        page = store.search(
            text, filter_=of_type, order=sorting.order, limit=PAGE, offset=(number - 1) * PAGE
        )

    def focus(arn: str) -> None:
        if arn:
            focus_on(Address(), arn)

    rows = f"type {label} {type_} {text} {number}"
    entity_table(page.entities, key=rows, on_choose=focus, height="content", sorting=sorting)


def _rows(entities: Sequence[Entity], key: str, take_out: Callable[[str], None]) -> None:
    if not entities:
        return
    number = _page(len(entities), f"page {key}")
    by_name = Order(SortBy.NAME)
    sorting = kept_sorting(key, usual=by_name)
    shown = sort_entities(entities, sorting.order or by_name)[(number - 1) * PAGE : number * PAGE]
    entity_table(shown, key=f"{key} {number}", on_choose=take_out, height="content", sorting=sorting)


def _page(total: int, key: str) -> int:
    pages = max(1, -(-total // PAGE))
    return st.pagination(pages, key=key) if pages > 1 else 1


def _matches(entity: Entity, text: str) -> bool:
    words = " ".join((title(entity), entity.arn, entity.source)).casefold()
    return all(word in words for word in text.casefold().split())
