"""The panel for a card of many entities: a stack in the picture, or a type in the overview."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lineage_viz.apart import for_narrow_column, told_apart
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import LIVE, warning
from lineage_viz.model import Entity, TypeKey
from lineage_viz.picture.address import Address
from lineage_viz.picture.card_facts import stack_fact
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.style import FAILED_STATES
from lineage_viz.title import title
from lineage_viz.ui.choice import choice
from lineage_viz.ui.column_order import NEWEST, kept_sorting
from lineage_viz.ui.explore.member_table import MEMBERS_PAGE, first_fact, member_table
from lineage_viz.ui.explore.state import focus_on, go, select
from lineage_viz.ui.explore.taken_out import taken_out
from lineage_viz.ui.page_numbers import page_number
from lineage_viz.ui.table import entity_table
from lineage_viz.ui.text import literal
from lineage_viz.view.drawn import OPENED, at_once
from lineage_viz.view.folding import newest_first
from lineage_viz.words import type_words, typed

PAGE = 20


def stack_panel(address: Address, stack: Entity, members: Sequence[Entity]) -> None:
    """Show the members of a stack, newest first, with statuses, search and pages; a chosen one moves out of it."""
    fold = stack.arn
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        counts = Counter(mark for each in members for mark in _marks(each))
        note = stack.text("note") if len(counts) < 2 else ""  # else the pills of the statuses say more
        run = next(iter(stack_fact(stack).wordings), "") if stack.text("run") else ""
        st.markdown(f"**{literal(stack.name)}** {literal(' · '.join(filter(None, (run, note))))}")
        st.button("Show next", icon=":material/unfold_more:", on_click=go, args=(address.unfolded(fold),))
    chosen = _statuses(fold, counts) if len(counts) > 1 else None
    text = st.text_input("Search in the stack", key=f"search {fold}", placeholder="Name, ARN, source …")
    hits = [e for e in members if _matches(e, text) and (chosen is None or not chosen.isdisjoint(_marks(e)))]
    st.caption(f"{len(hits):,} of {len(members):,}. Choose a row to take it out of the stack.")
    _open_button(address, fold, hits, members)

    def take_out(arn: str) -> None:
        if arn:
            go(address.picked(arn, fold))
            select(arn)

    # A choice of statuses must not leave the list on a page that it no longer has.
    _rows(hits, _names(members), f"stack {fold} {text} {sorted(chosen or ())}", take_out)


def _open_button(address: Address, fold: str, hits: Sequence[Entity], members: Sequence[Entity]) -> None:
    """Show the button that takes the found members out of the stack; without a choice, the failed ones."""
    is_found = len(hits) < len(members)
    wanted, words = (hits, "Open these {}") if is_found else (at_once(members), "Open the {} failed")
    opened = taken_out(address, fold, wanted) if 0 < len(wanted) <= OPENED else None
    if not opened:
        return
    st.button(
        words.format(len(wanted)),
        icon=":material/open_in_full:",
        key=f"open {fold}",
        on_click=_open,
        args=(opened,),
    )


def _open(address: Address) -> None:
    """Show the members as cards. The stack is selected no longer: beside it they would be faded."""
    go(address)
    select("")


def _marks(entity: Entity) -> frozenset[str]:
    """Return the words by which the members of a stack are filtered: the state, and the warning if there is one."""
    return frozenset((state_of(entity), *((LIVE,) if warning(entity) else ())))


def _statuses(fold: str, counts: Mapping[str, int]) -> frozenset[str] | None:
    """Show the statuses in a stack with their counts; return the chosen ones, or None for all."""
    kept = f"statuses {fold}"
    earlier: frozenset[str] = st.session_state.get(kept) or frozenset()
    chosen = earlier & counts.keys() or None
    alarms = {*FAILED_STATES, LIVE}
    alarms_first = sorted(counts, key=lambda status: (status not in alarms, status))
    choice(
        "Status",
        {status: f"{status or 'No status'} {counts[status]:,}" for status in alarms_first},
        key=f"pills {fold}",
        chosen=chosen,
        on_change=lambda values: st.session_state.update({kept: values}),
    )
    return chosen


def _names(members: Sequence[Entity]) -> Mapping[str, str]:
    names = for_narrow_column(told_apart(members))
    return {entity.arn: name for entity, name in zip(members, names, strict=True)}


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
    if not page.total:
        st.caption("Nothing found.")
        return
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


def _rows(
    entities: Sequence[Entity], names: Mapping[str, str], key: str, take_out: Callable[[str], None]
) -> None:
    if not entities:
        return
    number = _page(len(entities), f"page {key}", MEMBERS_PAGE)
    first = (number - 1) * MEMBERS_PAGE
    shown = sorted(entities, key=newest_first)[first : first + MEMBERS_PAGE]
    member_table(shown, names, key=f"{key} {number}", on_choose=take_out)


def _page(total: int, key: str, size: int = PAGE) -> int:
    pages = max(1, -(-total // size))
    return page_number(pages, key)


def _matches(entity: Entity, text: str) -> bool:
    texts = (
        title(entity),
        entity.arn,
        entity.source,
        *_marks(entity),
        entity.text("owner"),
        first_fact(entity),
    )
    words = " ".join(texts).casefold()
    return all(word in words for word in text.casefold().split())
