"""The sign-offs that the audit commands say beside their reports."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache

from lineage_viz.audit.bundle.sign_offs import signed_words
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.row import Row
from lineage_viz.audit.sign_off.due import due_words
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook
from lineage_viz.audit.sign_off.of_rows import RowSignOff, sign_off_of
from lineage_viz.audit.sign_off.signed_reports import digest_of, report_text
from lineage_viz.audit.sign_off.signing import SignOffs, digests_of
from lineage_viz.errors import EntityNotFound, NotAssessable, SealedLogError
from lineage_viz.model import SnapshotInfo
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store


def sign_off_lines(found: Report) -> Iterator[str]:
    """Yield the last sign-off of a model, what it is about, and the day of the next review."""
    signed = SignOffs(Settings.from_environment()).signed(found.review.model.arn)
    if not signed.sign_offs and not signed.problem:
        yield "Nobody has signed off a review of this model."
    yield from signed_words(signed, digest_of(report_text(found)), found.review.subject.arn, "The Audit page")
    if signed.sign_offs and not signed.problem:
        yield from due_words(signed.sign_offs, found.review.model, found.pack.rules, _today())


def row_sign_offs(
    rows: Iterable[Row], snapshots: Sequence[SnapshotInfo], pack: Pack, open_: Callable[[], Store]
) -> Mapping[str, RowSignOff]:
    """Return the last sign-off of each row that has one, by the ARN of the row.

    `open_` opens the store: only the report of now about a model that was signed off on this very snapshot needs it.
    """
    signing = SignOffs(Settings.from_environment())
    try:
        signed = signing.last()
        problem = signed.problem
    except SealedLogError as error:
        problem = str(error)
    if problem:
        words = f"The log of sign-offs was changed or cannot be read, so none is shown. {problem}"
        print(plain_text(words), file=sys.stderr)
        return {}
    store, snapshot = cache(open_), digests_of(snapshots)

    def digest_now(arn: str) -> str:
        try:
            review = read_review(store(), store().get(arn))
        except (NotAssessable, EntityNotFound):
            return ""
        follow_ups = FollowUpBook(Settings.from_environment()).of(review.model.arn, _today())
        return digest_of(report_text(report(review, store().snapshots, pack, follow_ups)))

    found = {
        row.subject.arn: sign_off_of(row, signed, snapshot, pack, signing.reports, digest_now) for row in rows
    }
    return {arn: each for arn, each in found.items() if each}


def _today() -> date:
    return datetime.now(UTC).date()
