"""The last sign-off of a row of the portfolio, and whether it is about the report of now."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.audit.pack import Pack
from lineage_viz.audit.row import Row
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.audit.sign_off.signed_reports import SignedReports
from lineage_viz.audit.sign_off.signing import LastSignOffs
from lineage_viz.words import day, plain

DigestOf = Callable[[str], str]
"""The SHA-256 of the report of now about the model or endpoint of an ARN."""


@dataclass(frozen=True, slots=True)
class RowSignOff:
    """The last sign-off of a row; `about` says what it is about where that is not exactly the report of now."""

    made: SignOff
    about: str

    @property
    def words(self) -> str:
        """`approve, 3 Mar 2026`."""
        return f"{plain(self.made.decision, 40)}, {day(self.made.at)}"


def sign_off_of(
    row: Row, signed: LastSignOffs, snapshot: str, pack: Pack, reports: SignedReports, digest_of: DigestOf
) -> RowSignOff | None:
    """Return the last sign-off of exactly this row; without one, that of its model or of an endpoint, which is said.

    `snapshot` has the digests of the manifests of now, as a sign-off names them. The report of now is made only if
    nothing else tells that it is another one.
    """
    model = row.model.arn if row.model else ""
    if own := signed.by_subject.get(row.subject.arn):
        if own.model != model:
            return RowSignOff(own, "for the model that it served then")
        return RowSignOff(own, _other_report(own, snapshot, pack, reports, digest_of))
    other = signed.by_model.get(model)
    if other is None:
        return None
    words = "of its model" if row.is_endpoint else "of an endpoint"
    about = _other_report(other, snapshot, pack, reports, digest_of)
    return RowSignOff(other, ", ".join(filter(None, (words, about))))


def _other_report(
    made: SignOff, snapshot: str, pack: Pack, reports: SignedReports, digest_of: DigestOf
) -> str:
    if made.day != "now":
        return f"as of {plain(made.day, 40)}"
    if made.snapshot == snapshot and made.report == digest_of(made.subject):
        return ""
    before = reports.data(made.report) or {}
    is_other = before.get("pack", {}).get("digest", pack.digest) != pack.digest
    return "of a report by another pack" if is_other else "of an earlier report"
