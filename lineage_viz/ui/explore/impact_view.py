"""The impact of a change: everything downstream of an entity, as a list by hops."""

from datetime import datetime

import streamlit as st

from lineage_viz.questions.impact import BY_USE, impact
from lineage_viz.store.base import Store
from lineage_viz.takeaway import file_name
from lineage_viz.takeaway.impact_page import impact_page
from lineage_viz.takeaway.tables import impact_csv
from lineage_viz.takeaway.view_caption import impact_caption
from lineage_viz.ui.explore.state import look_up, looked_up
from lineage_viz.ui.page_address import page_address
from lineage_viz.ui.table import paged_table
from lineage_viz.ui.text import literal
from lineage_viz.words import count

_WARNINGS = 3
"""Warnings that are shown one by one; the others are counted."""

_LIVE = (
    "Live: the version that the endpoint serves comes from this entity. Where the records were not read, it is the "
    "last completed deployment in the lineage, which does not record the deletion of an endpoint."
)


def impact_view(store: Store, arn: str, as_of: datetime | None = None) -> None:
    """Show the summary, the list and the download, as of the time of the picture."""
    reached = impact(store, arn, as_of=as_of)
    caption = impact_caption(store, reached, page_address())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(literal(reached.sentence, 1_000), help=_LIVE if reached.endpoints else None)
        for label, content, ending, kind in (
            ("Download (CSV)", impact_csv, "csv", "text/csv"),
            ("Page to hand over (HTML)", impact_page, "html", "text/html"),
        ):
            st.download_button(
                label,
                lambda content=content: content(reached, caption).encode(),  # type: ignore[misc]
                file_name(caption, ending),
                kind,
                icon=":material/download:",
                on_click="ignore",
                disabled=not reached.rows,
            )
    for words in reached.warnings[:_WARNINGS]:
        st.warning(literal(words, 1_000), icon=":material/warning:")
    if rest := len(reached.warnings[_WARNINGS:]):
        st.caption(f"{count(rest, 'more entity is', 'more entities are')} live without approval.")
    entities = tuple(row.entity for row in reached.by_use)
    hops = {row.entity.arn: row.hops for row in reached.rows}
    states = {arn: str(state) for arn, state in reached.endpoints.items()}
    if len(entities) > 1:
        st.caption(f"Order: {BY_USE}. A click on a header sorts by its column.")
    _, row = looked_up()
    paged_table(
        entities,
        key=f"impact {arn}",
        on_choose=lambda chosen: look_up(arn, chosen),
        selected=row,
        hops=hops,
        states=states,
    )
