"""The list of all models and live endpoints, the worst first; each row leads to its review."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

import streamlit as st

from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.row import NOTHING, UNCLEAR, Row, result_of
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.component.report import report_blocks
from lineage_viz.errors import SealedLogError
from lineage_viz.questions.served import is_endpoint
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.audit.all_models import all_models
from lineage_viz.ui.audit.links import review_url
from lineage_viz.ui.audit.model_filter import (
    model_filter,
    show_page,
    unknown_filters,
    wanted_page,
)
from lineage_viz.ui.audit.packs import pack_menu, wanted_pack
from lineage_viz.ui.audit.trend_view import trend_view
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.page_numbers import numbers_width
from lineage_viz.words import count, day, plain

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
    "Signed off",
    "Failing checks",
)
_NUMBERS = frozenset({"Failed", "To look at", "Evidence known"})


def model_list(store: Store) -> None:
    """Show the filters and one page of the list. Raises StoreUnavailable."""
    pack = wanted_pack()
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title("Audit", anchor=False)
        pack_menu(pack)
    with st.spinner("Reviewing all models …"):
        rows = all_models(store, pack)
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
    signed = _signed()
    head = [{"words": each, "number": each in _NUMBERS} for each in _HEAD]
    table = {
        "is": "table",
        "words": "Models and endpoints",
        "head": head,
        "rows": [_cells(each, pack, signed) for each in page],
    }
    report_blocks([table], key="models")
    trend_view(store, pack)


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


def _cells(row: Row, pack: Pack, signed: Mapping[str, SignOff]) -> list[dict[str, object]]:
    subject, result = row.subject, result_of(row)
    warnings = sum(each is Outcome.WARN for each in row.outcomes.values())
    last = signed.get(row.model.arn) if row.model else None
    return [
        {
            "words": plain(title(subject), 80),
            "url": review_url(subject.arn, pack=pack),
            "more": "endpoint" if is_endpoint(subject) else "",
        },
        {
            "words": _WORDS.get(result, result),
            "tone": _TONES.get(result, ""),
            "mark": _MARKS.get(result, "bad"),
        },
        {"words": f"{len(row.found):,}" if row.found else "", "number": True},
        {"words": f"{warnings:,}" if warnings else "", "number": True},
        {"words": f"{row.known} of {row.applying}" if row.applying else "", "number": True},
        {"words": _live(row)},
        {"words": f"{plain(last.decision, 40)}, {day(last.at)}" if last else ""},
        {"words": plain(row.reason.partition("\n")[0]) or _failing(row, pack)},
    ]


def _live(row: Row) -> str:
    """The endpoints that serve a model; of an endpoint, the model that it serves."""
    if is_endpoint(row.subject):
        return plain(f"serves {title(row.model)}", 80) if row.model else ""
    return plain(f"on {', '.join(map(title, row.endpoints))}", 120) if row.endpoints else ""


def _failing(row: Row, pack: Pack) -> str:
    """The findings of a row, heaviest first."""
    ranks = {each.id: (each.severity.rank, place) for place, each in enumerate(pack.checks)}
    found = sorted(row.found, key=ranks.__getitem__)
    rest = len(found) - _NAMED
    return ", ".join(found[:_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def _signed() -> Mapping[str, SignOff]:
    """The last sign-off of each model; the review itself says when the log cannot be read."""
    with suppress(SealedLogError):
        return SignOffs(Settings.from_environment()).last()
    return {}
