"""The notes of people in a bill of materials: decisions about the model, and follow-ups of checks."""

from collections.abc import Iterator
from datetime import datetime

from lineage_viz.audit.formats.ml_bom.common import iso
from lineage_viz.audit.formats.ml_bom.declarations import requirement
from lineage_viz.audit.report import Report
from lineage_viz.evidence.decided import Decided
from lineage_viz.json_text import storable
from lineage_viz.words import moment


def annotations(report: Report) -> Iterator[dict[str, object]]:
    """Yield a note for each decision with a time, and for each follow-up."""
    for each in report.review.decisions:
        if each.when:
            by = each.by or "person not recorded"
            yield _note(report.review.model.arn, by, each.when, _words(each))
    for result in report.results:
        if found := report.follow_up(result):
            by = found.by if found.signed_in else f"{found.by}, not authenticated"
            words = f"Follow-up of {found.check}: {found.words(report.follow_ups.on)}"
            yield _note(requirement(result), by, found.at, words)


def _note(subject: str, by: str, at: datetime, words: str) -> dict[str, object]:
    return {
        "subjects": [subject],
        "annotator": {"individual": {"name": storable(by)}},
        "timestamp": iso(at),
        "text": storable(words),
    }


def _words(decision: Decided) -> str:
    latest = " at the latest" if decision.is_latest else ""
    if decision.after:
        latest += f", and after {moment(decision.after)}"
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{decision.words}{latest}{reason} (source: {decision.source})"
