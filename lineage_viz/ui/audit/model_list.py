"""The list of all models and of the endpoints that may be live, the worst first; each row leads to its review."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from lineage_viz.audit.follow_up import FollowUps
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.portfolio_report import ORDER, counted, no_records, nothing_to_audit
from lineage_viz.audit.row import NOTHING, UNCLEAR, Row, result_of
from lineage_viz.audit.sign_off.due import next_review
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook
from lineage_viz.audit.sign_off.of_rows import RowSignOff, sign_off_of
from lineage_viz.audit.sign_off.signing import LastSignOffs, SignOffs, digests_of
from lineage_viz.component.report import report_blocks
from lineage_viz.errors import SealedLogError
from lineage_viz.model import SnapshotInfo
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
from lineage_viz.ui.audit.packs import pack_menu, today, wanted_pack
from lineage_viz.ui.audit.place import list_parts
from lineage_viz.ui.audit.read import digest_now
from lineage_viz.ui.audit.trend_view import trend_view
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.page_numbers import numbers_width
from lineage_viz.ui.text import literal
from lineage_viz.words import count, plain

PAGE_SIZE = 50
_NAMED = 3
"""Failing checks that a row names."""

_TONES = {"critical": "bad", "high": "bad", "medium": "warn", NOTHING: "good", UNCLEAR: "warn"}
_MARKS = {NOTHING: "good", UNCLEAR: "unknown"}
_WORDS = {NOTHING: "no finding", UNCLEAR: "not clear"}
_FOLLOW_UPS = "Follow-ups"
_HEAD = (
    "Model or endpoint",
    "Worst finding",
    "Failed",
    "To look at",
    "Evidence known",
    "Live",
    "Signed off",
    _FOLLOW_UPS,
    "Failing checks",
)
_NUMBERS = frozenset({"Failed", "To look at", "Evidence known"})


def model_list(store: Store) -> None:
    """Show the filters and one page of the list. Raises StoreUnavailable."""
    pack = list_heading()
    with st.spinner("Reviewing all models …"):
        rows = all_models(store, pack)
    show_rows(rows, pack, store.snapshots, store)


def list_heading() -> Pack:
    """Show the title and the choice of the pack. Return the pack."""
    pack = wanted_pack()
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title("Audit", anchor=False)
        pack_menu(pack, 290)
    return pack


def show_rows(
    rows: Sequence[Row], pack: Pack, snapshots: Sequence[SnapshotInfo], store: Store | None
) -> None:
    """Show the filters and one page of these rows.

    Without a store, which is being opened then, nothing is said of a sign-off but its decision and day.
    """
    link_line(unknown_filters(rows))
    if not rows:
        st.info(literal(nothing_to_audit(snapshots)), icon=":material/inbox:")
        return
    st.caption(_summary(rows))
    if sentence := no_records(snapshots):
        st.info(literal(sentence), icon=":material/inbox:")
    signed = _signed()
    every, changed = FollowUpBook(Settings.from_environment()).read(today())
    follow_ups = {} if changed else every
    for log, problem in (("sign-offs", signed.problem), ("follow-ups", changed)):
        if problem:
            words = f"The log of {log} was changed or cannot be read, so this list has none of them."
            st.error(f"{words} {literal(problem, 1_000)}", icon=":material/gpp_bad:")
    late = frozenset(model for model, each in follow_ups.items() if each.overdue)
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = model_filter(rows, late)
    kept = [row for row in rows if chosen.passes(row)]
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    number = min(wanted_page(), pages)
    first = (number - 1) * PAGE_SIZE
    page = kept[first : first + PAGE_SIZE]
    if not kept:
        st.info("No model is in this list. Choose other filters.", icon=":material/search_off:")
        return
    _pages(pages, number, f"{first + 1:,} to {first + len(page):,} of {len(kept):,}, {ORDER}")
    names = [each for each in _HEAD if follow_ups or each != _FOLLOW_UPS]  # a column for those who use them
    head = [{"words": each, "number": each in _NUMBERS} for each in names]
    table = {
        "is": "table",
        "words": "Models and endpoints",
        "head": head,
        "rows": [_cells(each, pack, signed, follow_ups, store) for each in page],
    }
    report_blocks([table], key="models")
    trend_view(snapshots, pack)


def _summary(rows: Sequence[Row]) -> str:
    results = Counter(map(result_of, rows))
    critical, high = (results[str(each)] for each in (Severity.CRITICAL, Severity.HIGH))
    found = f"{count(critical, 'has', 'have')} a critical finding, {high:,} at worst a high one"
    return f"{counted(rows)}: {found}"


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


def _cells(
    row: Row, pack: Pack, signed: LastSignOffs, follow_ups: Mapping[str, FollowUps], store: Store | None
) -> list[dict[str, object]]:
    subject, result = row.subject, result_of(row)
    warnings = len(row.to_look_at)
    return [
        {
            "words": plain(title(subject), 80),
            "url": review_url(subject.arn, pack=pack, list_parts=list_parts()),
            "more": "endpoint" if row.is_endpoint else "",
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
        _signed_off(row, signed, pack, store),
        *([_follow_ups(row, follow_ups)] if follow_ups else []),
        {
            "words": plain(row.reason.partition("\n")[0]) or _failing(row, pack),
            "more": f"{len(row.waived):,} waived" if row.waived else "",
        },
    ]


def _live(row: Row) -> str:
    """The endpoints that serve a model; of an endpoint, the model that it serves."""
    if row.is_endpoint:
        return plain(f"serves {title(row.model)}", 80) if row.model else row.live
    return plain(f"on {', '.join(map(title, row.endpoints))}", 120) if row.endpoints else row.live


def _failing(row: Row, pack: Pack) -> str:
    """The findings of a row, heaviest first."""
    ranks = {each.id: (each.severity.rank, place) for place, each in enumerate(pack.checks)}
    found = sorted(row.found, key=ranks.__getitem__)
    rest = len(found) - _NAMED
    return ", ".join(found[:_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def _signed_off(row: Row, signed: LastSignOffs, pack: Pack, store: Store | None) -> dict[str, object]:
    """The last sign-off of a row, and that the next review is overdue."""
    if store is None:
        last = signed.by_subject.get(row.subject.arn)
        return {"words": RowSignOff(last, "").words, "more": "being compared"} if last else {"words": ""}
    reports = SignOffs(Settings.from_environment()).reports
    snapshot = digests_of(store.snapshots)
    found = sign_off_of(row, signed, snapshot, pack, reports, lambda arn: digest_now(store, arn, pack))
    if found is None:
        return {"words": ""}
    model = row.model.arn if row.model else ""
    approved = signed.approvals.get(model)
    late = (
        approved is not None and next_review(approved, store.get(model), pack.rules.review_months) < today()
    )
    return {
        "words": found.words,
        "more": ", ".join(filter(None, (found.about, "review overdue" if late else ""))),
        "tone": "bad" if late else "",
    }


def _follow_ups(row: Row, follow_ups: Mapping[str, FollowUps]) -> dict[str, object]:
    found = follow_ups.get(row.model.arn) if row.model else None
    if not found or not found.last:
        return {"words": ""}
    late = len(found.overdue)
    words = f"{len(found.open):,} open" if found.open else "all done"
    return {
        "words": words,
        "more": f"{late:,} overdue" if late else "",
        "tone": "bad" if late else "",
    }


def _signed() -> LastSignOffs:
    try:
        return SignOffs(Settings.from_environment()).last()
    except SealedLogError as error:
        return LastSignOffs({}, {}, problem=str(error))
