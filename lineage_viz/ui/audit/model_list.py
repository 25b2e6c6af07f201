"""The list of all models and live endpoints, the worst first; each row leads to its review."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from lineage_viz.audit.outcome import Severity
from lineage_viz.component.report import report_blocks
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.audit.all_models import Row, all_models, is_endpoint
from lineage_viz.ui.audit.links import review_url
from lineage_viz.ui.audit.model_filter import (
    NOTHING,
    UNCLEAR,
    model_filter,
    result_of,
    show_page,
    unknown_filters,
    wanted_page,
)
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.page_numbers import numbers_width
from lineage_viz.words import count, plain

PAGE_SIZE = 50
_NAMED = 3
"""Failing checks that a row names."""

_TONES = {"critical": "bad", "high": "bad", "medium": "warn", NOTHING: "good", UNCLEAR: "warn"}
_MARKS = {NOTHING: "good", UNCLEAR: "unknown"}
_WORDS = {NOTHING: "no finding", UNCLEAR: "not clear"}
_HEAD = (
    "Model or endpoint",
    "Worst finding",
    "Failed",
    "To look at",
    "Evidence known",
    "Live",
    "Failing checks",
)
_NUMBERS = frozenset({"Failed", "To look at", "Evidence known"})


def model_list(store: Store) -> None:
    """Show the filters and one page of the list. Raises StoreUnavailable."""
    st.title("Audit", anchor=False)
    with st.spinner("Reviewing all models …"):
        rows = all_models(store)
    link_line(unknown_filters(rows))
    if not rows:
        st.info(
            "No model package and no endpoint is loaded, so there is nothing to audit.",
            icon=":material/inbox:",
        )
        return
    st.caption(_summary(rows))
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = model_filter(rows)
    kept = [row for row in rows if chosen.passes(row)]
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    number = min(wanted_page(), pages)
    first = (number - 1) * PAGE_SIZE
    page = kept[first : first + PAGE_SIZE]
    if not kept:
        st.info("No model is in this list. Choose other filters.", icon=":material/search_off:")
        return
    _pages(pages, number, f"{first + 1:,} to {first + len(page):,} of {len(kept):,}, the worst first")
    head = [{"words": each, "number": each in _NUMBERS} for each in _HEAD]
    table = {
        "is": "table",
        "words": "Models and endpoints",
        "head": head,
        "rows": [_cells(each) for each in page],
    }
    report_blocks([table], key="models")


def _summary(rows: Sequence[Row]) -> str:
    results, endpoints = Counter(map(result_of, rows)), sum(is_endpoint(each.subject) for each in rows)
    critical, high = (results[str(each)] for each in (Severity.CRITICAL, Severity.HIGH))
    models = count(len(rows) - endpoints, "model package")
    found = f"{count(critical, 'has', 'have')} a critical finding, {high:,} at worst a high one"
    return f"{models} and {count(endpoints, 'live endpoint')}: {found}"


def _pages(pages: int, number: int, words: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            key = f"page of {pages} {number}"
            st.pagination(
                pages,
                default=number,
                width=numbers_width(pages),
                key=key,
                on_change=lambda: show_page(st.session_state[key]),
            )
        st.caption(words)


def _cells(row: Row) -> list[dict[str, object]]:
    subject, result = row.subject, result_of(row)
    kind = "endpoint" if is_endpoint(subject) else ""
    return [
        {"words": plain(title(subject), 80), "url": review_url(subject.arn), "more": kind},
        {
            "words": _WORDS.get(result, result),
            "tone": _TONES.get(result, ""),
            "mark": _MARKS.get(result, "bad"),
        },
        {"words": f"{len(row.failing):,}" if row.failing else "", "number": True},
        {"words": f"{row.warnings:,}" if row.warnings else "", "number": True},
        {"words": f"{row.known} of {row.applying}" if row.applying else "", "number": True},
        {"words": _live(row)},
        {"words": plain(row.why_not.partition("\n")[0]) or _failing(row)},
    ]


def _live(row: Row) -> str:
    """The endpoints that serve a model; of an endpoint, the model that it serves."""
    if is_endpoint(row.subject):
        return plain(f"serves {row.model}", 80) if row.model else ""
    return plain(f"on {', '.join(row.live)}", 120) if row.live else ""


def _failing(row: Row) -> str:
    rest = len(row.failing) - _NAMED
    return ", ".join(row.failing[:_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
