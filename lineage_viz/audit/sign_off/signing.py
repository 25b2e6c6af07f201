"""The recording of a sign-off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lineage_viz.access import Actor
from lineage_viz.audit.bundle.sign_offs import Signed
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.attachments import AttachedFiles, details_of
from lineage_viz.audit.sign_off.log import ACTION, Decision, SignOff, SignOffLog, sign_offs
from lineage_viz.audit.sign_off.rules import check_is_meant, check_may_sign, doubt_about
from lineage_viz.audit.sign_off.signed_reports import SignedReports, report_text
from lineage_viz.errors import SealedLogError, SignOffRefused
from lineage_viz.model import SnapshotInfo
from lineage_viz.sealed_log import LONGEST_TEXT, ChainCheck
from lineage_viz.settings import Settings
from lineage_viz.snapshot.manifest import snapshot_digest


def digests_of(snapshots: Iterable[SnapshotInfo]) -> str:
    """Return the digests of the manifests of snapshots as a sign-off names them; empty without manifests."""
    return ", ".join(filter(None, map(snapshot_digest, snapshots)))


@dataclass(frozen=True, slots=True)
class LastSignOffs:
    """The last sign-offs, by the ARN of the reviewed model or endpoint, and by that of the model."""

    by_subject: Mapping[str, SignOff]
    by_model: Mapping[str, SignOff]
    approvals: Mapping[str, SignOff] = field(default_factory=dict)
    """By the ARN of the model the last approval of a review."""
    problem: str = ""
    """The change of the log in words: then no sign-off proves anything, and there are none."""


@dataclass(frozen=True, slots=True)
class SignOffs:
    """The sign-offs of an app. All calls raise SealedLogError."""

    settings: Settings

    def of(self, model: str) -> tuple[SignOff, ...]:
        """The sign-offs of a model, oldest first."""
        return sign_offs(self._log, model)

    def signed(self, model: str) -> Signed:
        """The sign-offs of a model for its bundle. A log that cannot be read is a problem in it."""
        try:
            return Signed(self.of(model), self.verify().problem)
        except SealedLogError as error:
            return Signed(problem=str(error))

    def last(self) -> LastSignOffs:
        """The last sign-offs of all models and endpoints; none from a log that was changed."""
        if problem := self.verify().problem:
            return LastSignOffs({}, {}, problem=problem)
        made = sign_offs(self._log)
        return LastSignOffs(
            {each.subject: each for each in made},
            {each.model: each for each in made},
            {each.model: each for each in made if each.decision == Decision.APPROVE},
        )

    def verify(self) -> ChainCheck:
        """The outcome of verifying the log."""
        return self._log.verify()

    @property
    def reports(self) -> SignedReports:
        """The signed reports."""
        return SignedReports(self.settings.sign_offs.with_name("signed_reports"))

    @property
    def files(self) -> AttachedFiles:
        """The attachments."""
        return AttachedFiles(self.settings.sign_offs.with_name("attachments"))

    def sign(
        self,
        actor: Actor,
        report: Report,
        decision: Decision,
        comment: str,
        *,
        signed_in: bool,
        all_the_same: bool = True,
        files: Sequence[tuple[str, bytes]] = (),
    ) -> SignOff:
        """Keep the report and the attached files, and record the decision. Raises AccessRefused, SignOffRefused.

        `all_the_same` also approves a review with critical findings that nobody answers for.
        """
        review = report.review
        check_may_sign(actor, review, self.settings, signed_in=signed_in)
        check_is_meant(report, decision, all_the_same=all_the_same)
        comment = comment.strip()
        if not comment:
            raise SignOffRefused("A sign-off needs a reason: others cannot review a decision without one.")
        if len(comment) > LONGEST_TEXT:
            raise SignOffRefused(f"A reason has at most {LONGEST_TEXT:,} characters. Shorten it.")
        attachments = self.files.keep(files)
        details = {
            "decision": str(decision),
            "comment": comment,
            "model": review.model.arn,
            "subject": review.subject.arn,
            "day": review.as_of.date().isoformat() if review.as_of else "now",
            "worst": str(report.worst or "none"),
            "report": self.reports.keep(report_text(report)),
            "snapshot": digests_of(report.snapshots),
            "signed in": "yes" if signed_in else "no",
            "doubt": doubt_about(review, signed_in=signed_in),
            **_passed_over(report, decision),
            **details_of(attachments),
        }
        return SignOff.of(self._log.append(actor, ACTION, details))

    @property
    def _log(self) -> SignOffLog:
        return SignOffLog(self.settings.sign_offs)


def _passed_over(report: Report, decision: Decision) -> Mapping[str, str]:
    """The detail with the critical findings that an approval passes over; none where there are none."""
    found = ", ".join(each.check.id for each in report.open_critical)
    return {"open critical": found} if found and decision is Decision.APPROVE else {}
