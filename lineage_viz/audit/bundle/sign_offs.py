"""The sign-offs of a model in its bundle. Each names the digest of the report that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from lineage_viz.audit.bundle.member import SIGN_OFFS, Member, json_member
from lineage_viz.audit.bundle.times import time_of
from lineage_viz.audit.sign_off.attachments import Attachment
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.json_text import json_of
from lineage_viz.words import count, moment, plain


@dataclass(frozen=True, slots=True)
class Signed:
    """The sign-offs of a model, oldest first. `problem` says how their log was changed; empty if it was not."""

    sign_offs: tuple[SignOff, ...] = ()
    problem: str = ""

    def of(self, report: str) -> SignOff | None:
        """The last sign-off of exactly the report with this digest."""
        return next((each for each in reversed(self.sign_offs) if each.report == report), None)


def sign_offs_member(signed: Signed) -> Iterator[Member]:
    """Yield the file of the sign-offs; none without a sign-off."""
    if signed.sign_offs or signed.problem:
        listed = [asdict(each) | {"at": each.at.isoformat()} for each in signed.sign_offs]
        yield json_member(SIGN_OFFS, {"log_problem": signed.problem, "sign_offs": listed})


def signed_of(members: Mapping[str, bytes]) -> Signed:
    """Return the sign-offs of a bundle; none where its file has another form."""
    data = json_of(members.get(SIGN_OFFS, b"").decode("utf-8", "replace"), dict) or {}
    try:
        return Signed(tuple(map(_sign_off, data["sign_offs"])), str(data["log_problem"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return Signed()


def _sign_off(data: dict[str, Any]) -> SignOff:
    texts = {each.name: str(data[each.name]) for each in fields(SignOff) if each.type is str}
    at, signed_in = time_of(data["at"]), data["signed_in"] is True
    files = tuple(
        Attachment(str(each["name"]), int(each["size"]), str(each["sha256"]))
        for each in data.get("attachments", ())
    )
    return SignOff(int(data["number"]), at, **texts, signed_in=signed_in, attachments=files)


def signed_words(signed: Signed, report: str, subject: str, listed_in: str = SIGN_OFFS) -> Iterator[str]:
    """Yield the last sign-off in sentences.

    `report` is the digest of the report at hand, `subject` its ARN; `listed_in` is the place with all sign-offs.
    """
    if signed.problem:
        yield f"The log of sign-offs was changed, so no sign-off proves anything: {plain(signed.problem, 300)}"
    if signed.sign_offs:
        last, earlier = signed.sign_offs[-1], len(signed.sign_offs) - 1
        other = f"{other_subject(last, subject) or 'another report'}, SHA-256 {plain(last.report, 64)}"
        about = "this report" if last.report == report else other
        about = ", ".join(filter(None, (about, last.although)))
        decision = f"Signed off: {plain(last.decision, 40)} by {who(last)}, {moment(last.at)}, about {about}."
        yield f"{decision} Reason: {plain(last.comment, 600)}"
        for each in last.attachments:
            yield f"Attached by {who(last)}: {each.words}."
        if earlier:
            yield f"{listed_in} has {count(earlier, 'earlier sign-off')}."


def other_subject(made: SignOff, subject: str) -> str:
    """Return the subject of a sign-off in words, where it is not that of the report at hand; else an empty text."""
    if made.subject == subject:
        return ""
    return "the review of the model itself" if made.subject == made.model else "the review of an endpoint"


def who(made: SignOff) -> str:
    """Return the auditor, and that nobody signed in if it is so."""
    return plain(made.by, 120) if made.signed_in else f"{plain(made.by, 120)}, not authenticated"
