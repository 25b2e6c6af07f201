"""The list of the Entities page: one page of the hits, and the actions on them."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.evidence.failure import PIPELINE, REASON, failure_reason, has_failed, pipeline_of
from lineage_viz.model import Entity
from lineage_viz.search.asked import Answer, asked_of
from lineage_viz.search.matched import matched
from lineage_viz.store.base import Counts, Store
from lineage_viz.store.filter import Filter
from lineage_viz.ui.column_order import order_note
from lineage_viz.ui.entities.chosen import actions, choose, chosen, comparison_link
from lineage_viz.ui.entities.columns import columns_control
from lineage_viz.ui.entities.download import download
from lineage_viz.ui.entities.facets import known_accounts
from lineage_viz.ui.entities.listing import (
    noted,
    nothing_found,
    search_understood,
    sorting,
    within,
)
from lineage_viz.ui.entities.paging import PAGE_SIZES, page_numbers, page_size, page_sizes, wanted_page
from lineage_viz.ui.opened_row import remember
from lineage_viz.ui.table import entity_table
from lineage_viz.ui.text import literal
from lineage_viz.words import count, plain

_SCROLLED = 640
"""The height of a table that scrolls, in pixels: it and its controls fit in a window."""


def work_list(store: Store, counts: Counts, text: str, filter_: Filter) -> None:
    """Show one page of the search results."""
    search = asked_of(store, text, filter_)
    if not search_understood(search):
        return
    order, size = sorting(counts, search.words), page_size()

    def page_of(number: int) -> Answer:
        return search.answer(store, order=order.order, limit=size, offset=(number - 1) * size)

    number = wanted_page()
    hits = page_of(number)
    pages = -(-hits.total // size)
    if number > pages > 0:  # a link to a page that no longer exists
        number, hits = pages, page_of(pages)
    if hits.is_told:
        st.info(literal(hits.note, 1_000))
        return
    noted(hits.note)
    if not hits.total:
        st.info(nothing_found(search, filter_))
        return
    shown = hits.entities
    if hits.is_comparison:
        comparison_link(shown)
    # The table's own buttons cover the right end of the line above it: it ends with words, not with something to click.
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            page_numbers(pages, number, key=f"page {text} {filter_} {size} {pages}")
        page_sizes(hits.total)
        columns = columns_control(search, accounts=len(known_accounts(store)))
        download(store, search, within(filter_), order.order or order.usual, hits.total)
        first = (number - 1) * size
        place = f"{first + 1:,} to {first + len(shown):,} of {count(hits.total, 'entity', 'entities')}"
        note = literal(order_note(order.order, shown), 400)
        st.caption("; ".join(filter(None, (f"{place}, {order.words or 'best match first'}", note))))
    actions(store, shown)
    entity_table(
        shown,
        key="rows",
        on_open=remember,
        chosen=chosen(),
        on_choose_rows=lambda arns: choose(shown, arns),
        height="content" if len(shown) <= PAGE_SIZES[0] else _SCROLLED,
        sorting=order,
        columns=columns,
        beside={**_found_by(hits), **_failures(shown)},
    )


def _found_by(hits: Answer) -> dict[str, list[str]]:
    """Return a column with the metrics and parameters that a search compares; none without any."""
    cells = [", ".join(matched(each, hits.filter_)) for each in hits.entities]
    return {"Found by": cells} if any(cells) else {}


def _failures(entities: Sequence[Entity]) -> dict[str, list[str]]:
    """Return the columns of a list of failures alone: the reasons, and the pipelines if there are any."""
    if not all(map(has_failed, entities)):
        return {}
    pipelines = [plain(pipeline_of(each), 60) for each in entities]
    reasons = [plain(failure_reason(each), 300) for each in entities]
    return {**({PIPELINE: pipelines} if any(pipelines) else {}), REASON: reasons}
