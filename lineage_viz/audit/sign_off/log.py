"""The log of sign-offs: sealed like the admin log, and bound to the digests of the report and of the snapshots."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from lineage_viz.audit.sign_off.attachments import Attachment, attachments_of
from lineage_viz.sealed_log import Entry, SealedLog
from lineage_viz.words import count, plain

ACTION = "sign off"
"""The action of each entry."""


class Decision(StrEnum):
    """The decision of an auditor about a review."""

    APPROVE = "approve"
    REJECT = "reject"
    NEEDS_WORK = "needs work"


class SignOffLog(SealedLog):
    """The log of the sign-offs of auditors."""

    name: ClassVar[str] = "log of sign-offs"
    without: ClassVar[str] = "The sign-off is not recorded."


@dataclass(frozen=True, slots=True)
class SignOff:
    """One sign-off of the review of a model.

    `subject` is the ARN of the model or endpoint that was reviewed, `model` that of its model. `day` is the reviewed
    day, or `now`. `report` and `snapshot` are SHA-256 digests; that of a snapshot is empty where it has no manifest.
    `doubt` says why nobody can show that the auditor had no part in the model; empty if it is shown. `open_critical`
    has the ids of the checks with a critical finding that nobody answered for when the review was approved.
    """

    number: int
    at: datetime
    by: str
    decision: str
    comment: str
    model: str
    subject: str
    day: str
    report: str
    snapshot: str
    signed_in: bool
    doubt: str
    open_critical: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def although(self) -> str:
        """`although 1 critical finding was open (live-still-approved)`; empty without one."""
        if not self.open_critical:
            return ""
        number = count(self.open_critical.count(",") + 1, "critical finding was", "critical findings were")
        return f"although {number} open ({plain(self.open_critical, 300)})"

    @classmethod
    def of(cls, entry: Entry) -> "SignOff":
        """The sign-off of an entry. What the entry lacks is empty."""
        names = (
            "decision", "comment", "model", "subject", "day", "report", "snapshot", "doubt", "open_critical",
        )  # fmt: skip
        texts = {name: str(entry.details.get(name.replace("_", " "), "")) for name in names}
        signed_in = entry.details.get("signed in") == "yes"
        files = attachments_of(entry.details)
        return cls(entry.number, entry.at, entry.actor, **texts, signed_in=signed_in, attachments=files)


def sign_offs(log: SealedLog, model: str = "") -> tuple[SignOff, ...]:
    """Return the sign-offs of a model, or without one of all models, oldest first. Raises SealedLogError."""
    entries: Iterable[Entry] = log.entries()
    found = (SignOff.of(each) for each in entries if each.action == ACTION)
    return tuple(each for each in found if each.model == model or not model)
