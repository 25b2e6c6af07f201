"""The result of a report in plain sentences."""

from collections.abc import Iterator

from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.report import OPEN, Report
from lineage_viz.component.report import Block
from lineage_viz.title import title
from lineage_viz.words import complete_words, count, cut_words, day, how_much, moment, origin_words, plain


def verdict(found: Report) -> Block:
    """Return the block with the worst finding, the known evidence, and the extent of the review."""
    tone, lead, words = _result(found)
    return {
        "is": "verdict",
        "tone": tone,
        "lead": lead,
        "words": words,
        "lines": [*_evidence(found), *_extent(found)],
    }


def _result(found: Report) -> tuple[str, str, str]:
    failing = [each for each in found.results if each.outcome in OPEN]
    if found.worst:
        heaviest = sum(each.check.severity is found.worst for each in failing)
        of_them = "" if heaviest == len(failing) else f", {heaviest} of them {found.worst}"
        return "bad", f"{found.worst.capitalize()}:", f"{count(len(failing), 'check')} failed{of_them}."
    unclear = sum(each.is_unclear for each in found.results)
    if unclear:
        missing = f"the evidence of {count(unclear, 'check')} is missing"
        return "warn", "Not clear:", f"no check failed, but {missing}."
    looks = sum(each.outcome is Outcome.WARN for each in found.results)
    words = f"{count(looks, 'check asks', 'checks ask')} for a look." if looks else ""
    return "good", "No check failed.", words


def _evidence(found: Report) -> Iterator[str]:
    known, applying = found.evidence_known
    yield f"The evidence of {known} of {count(applying, 'check')} is known."
    for outcome in (Outcome.NOT_READ, Outcome.NOT_RECORDED):
        missing = [each for each in found.results if each.outcome is outcome]
        unasked = all(not each.is_unclear for each in missing)
        why = (
            ", because the export was not asked to read it" if unasked and outcome is Outcome.NOT_READ else ""
        )
        if missing:
            yield f"{str(outcome).capitalize()}{why}: {', '.join(each.check.id for each in missing)}."


def _extent(found: Report) -> Iterator[str]:
    review = found.review
    if review.choice:
        yield f"The endpoint {plain(title(review.subject), 120)}: {review.choice}."
    graph, cut = review.subgraph, review.truncated
    extent = cut_words(cut.reason, cut.left_out) if cut else complete_words(review.gaps, caveat=review.caveat)
    yield f"Reviewed: {how_much(len(graph.entities), len(graph.associations))}, {extent}."
    for info in found.snapshots:
        taken = f", taken {moment(info.taken)}" if info.taken else ""
        yield f"Snapshot: {origin_words(info.account, info.region, info.folder)}{taken}."
    if review.as_of:
        yield f"As of {day(review.as_of)}."
