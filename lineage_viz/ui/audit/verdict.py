"""The result of a report in plain sentences."""

from collections.abc import Iterator
from datetime import UTC, datetime

from lineage_viz.audit.allowed import allowed_words
from lineage_viz.audit.bundle.sign_offs import Signed, signed_words
from lineage_viz.audit.follow_up_words import follow_up_lines
from lineage_viz.audit.freshness import with_age
from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.due import due_words
from lineage_viz.audit.sign_off.signed_reports import digest_of, report_text
from lineage_viz.audit.verdict import by_place
from lineage_viz.component.report import Block
from lineage_viz.title import title
from lineage_viz.ui.audit.packs import today
from lineage_viz.words import complete_words, count, cut_words, day, how_much, origin_words, plain


def verdict(found: Report, signed: Signed) -> Block:
    """Return the block: the result and the known evidence in one sentence, the last sign-off, and the extent."""
    tone, lead, words = _result(found)
    known, applying = found.evidence_known
    return {
        "is": "verdict",
        "tone": tone,
        "lead": lead,
        "words": f"{words}; the evidence of {known} of {count(applying, 'check')} is known.",
        "lines": [
            *_as_of(found),
            *_signed_off(found, signed),
            *follow_up_lines(found),
            *_evidence(found),
            *_extent(found),
        ],
    }


def _result(found: Report) -> tuple[str, str, str]:
    failing = found.findings
    if found.worst:
        heaviest = sum(each.check.severity is found.worst for each in failing)
        of_them = "" if heaviest == len(failing) else f", {heaviest} of them {found.worst}"
        tone = "bad" if found.worst in (Severity.CRITICAL, Severity.HIGH) else "warn"
        return tone, f"{found.worst.capitalize()}:", f"{count(len(failing), 'check')} failed{of_them}"
    if any(each.is_unclear for each in found.results):
        return "warn", "Not clear:", "no check failed, but evidence is missing"
    looks = len(by_place(found.results).get(Outcome.WARN, ()))
    words = f"no check failed, {count(looks, 'asks', 'ask')} for a look" if looks else "no check failed"
    return "good", "Clear:", words


def _as_of(found: Report) -> Iterator[str]:
    """The reviewed day, and the answer to its question."""
    if found.review.as_of:
        yield f"As of the end of {day(found.review.as_of)}, UTC."
        yield allowed_words(found.review)


def _signed_off(found: Report, signed: Signed) -> Iterator[str]:
    if not signed.sign_offs and not signed.problem:
        yield "Nobody has signed off a review of this model."
    digest = digest_of(report_text(found))
    yield from signed_words(signed, digest, found.review.subject.arn, "The end of the review")
    if signed.sign_offs and not signed.problem:
        yield from due_words(signed.sign_offs, found.review.model, found.pack.rules, today())


def _evidence(found: Report) -> Iterator[str]:
    for outcome in (Outcome.NOT_READ, Outcome.NOT_RECORDED):
        missing = by_place(found.results).get(outcome, ())
        unasked = all(not each.is_unclear for each in missing)
        why = (
            ", because the export was not asked to read it" if unasked and outcome is Outcome.NOT_READ else ""
        )
        if missing:
            yield f"{str(outcome).capitalize()}{why}: {', '.join(each.check.id for each in missing)}."


def _extent(found: Report) -> Iterator[str]:
    review = found.review
    if found.waived:
        yield f"Waived: {', '.join(each.check.id for each in found.waived)}."
    if review.choice:
        model = plain(title(review.model), 120)
        named = "" if model in review.choice else f": {model}"
        yield f"The endpoint {plain(title(review.subject), 120)}: {review.choice}{named}."
    graph, cut = review.subgraph, review.truncated
    extent = cut_words(cut.reason, cut.left_out) if cut else complete_words(review.gaps, caveat=review.caveat)
    yield f"Reviewed: {how_much(len(graph.entities), len(graph.associations))}, {extent}."
    for info in found.snapshots:
        taken = f", taken {with_age(info.taken, datetime.now(UTC))}" if info.taken else ""
        yield f"Snapshot: {origin_words(info.account, info.region, info.folder)}{taken}."
