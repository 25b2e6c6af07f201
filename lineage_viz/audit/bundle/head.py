"""The first lines of a report for people: the title, the verdict, and where it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.audit.allowed import allowed_words
from lineage_viz.audit.bundle.sign_offs import Signed, signed_words
from lineage_viz.audit.follow_up_words import follow_up_lines, since_line
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.due import due_words
from lineage_viz.audit.verdict import counts_words, evidence_words
from lineage_viz.title import title
from lineage_viz.words import count, day, moment, origin_words, plain


@dataclass(frozen=True, slots=True)
class Head:
    """The title, the verdict, the evidence behind it, and further lines; `names` has the name of each entity by ARN.

    `taken` is the time of the newest snapshot, None if no snapshot has one.
    """

    title: str
    verdict: str
    evidence: str
    lines: tuple[str, ...]
    names: Mapping[str, str]
    taken: datetime | None


def head(report: Report, signed: Signed, digest: str) -> Head:
    """Return the first lines of a report and of its sign-offs. `digest` is that of the report."""
    review = report.review
    worst = f"The worst open severity is {report.worst}." if report.worst else "No check failed."
    times = [each.taken for each in report.snapshots if each.taken]
    return Head(
        title=f"Audit of {plain(title(review.model), 120)}",
        verdict=worst,
        evidence=f"{counts_words(report.results)}. {evidence_words(report.results)}",
        lines=(
            *_lines(report),
            *signed_words(signed, digest, report.review.subject.arn),
            *_due(report, signed),
        ),
        names={each.arn: plain(title(each), 120) for each in review.subgraph.entities},
        taken=max(times, default=None),
    )


def _due(report: Report, signed: Signed) -> Iterator[str]:
    """The day of the next review. A bundle is the same on each day, so it does not say whether that is over."""
    if signed.sign_offs and not signed.problem:
        yield from due_words(signed.sign_offs, report.review.model, report.pack.rules, None)


def _lines(report: Report) -> list[str]:
    review = report.review
    lines = [f"ARN: {review.model.arn}", f"Source: {plain(review.model.source)}"]
    if review.choice:
        lines.append(f"Endpoint {plain(title(review.subject), 120)}: {plain(review.choice)}.")
    if review.as_of:
        lines += [f"As of the end of {day(review.as_of)}, UTC.", allowed_words(review)]
    pack = report.pack
    lines.append(f"Pack: {plain(pack.title)} ({pack.name}, version {pack.version}), SHA-256 {pack.digest}.")
    if report.waived:
        lines.append(f"{count(len(report.waived), 'check')} waived.")
    lines += [*follow_up_lines(report), *since_line(report)]
    for each in report.snapshots:
        taken = f", taken {moment(each.taken)}" if each.taken else ""
        lines.append(f"Snapshot: {origin_words(each.account, each.region, each.folder)}{taken}.")
    return lines
