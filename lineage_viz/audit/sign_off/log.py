"""The log of sign-offs: sealed like the admin log, and bound to the digests of the report and of the snapshots."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from lineage_viz.audit.sign_off.attachments import Attachment, attachments_of
from lineage_viz.sealed_log import Entry, SealedLog

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
    `doubt` says why nobody can show that the auditor had no part in the model; empty if it is shown.
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
    attachments: tuple[Attachment, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> "SignOff":
        """The sign-off of an entry. What the entry lacks is empty."""
        names = ("decision", "comment", "model", "subject", "day", "report", "snapshot")
        texts = {name: str(entry.details.get(name, "")) for name in names}
        signed_in = entry.details.get("signed in") == "yes"
        doubt = str(entry.details.get("doubt", ""))
        files = attachments_of(entry.details)
        return cls(
            entry.number, entry.at, entry.actor, **texts, signed_in=signed_in, doubt=doubt, attachments=files
        )


def sign_offs(log: SealedLog, model: str = "") -> tuple[SignOff, ...]:
    """Return the sign-offs of a model, or without one of all models, oldest first. Raises SealedLogError."""
    entries: Iterable[Entry] = log.entries()
    found = (SignOff.of(each) for each in entries if each.action == ACTION)
    return tuple(each for each in found if each.model == model or not model)
