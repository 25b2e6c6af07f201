"""The log of follow-ups, sealed like that of the sign-offs, and the recording of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lineage_viz.access import Actor
from lineage_viz.audit.follow_up import DONE, FollowUp, FollowUps, FollowUpState
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.rules import check_may_record
from lineage_viz.errors import SealedLogError, SignOffRefused
from lineage_viz.sealed_log import LONGEST_TEXT, Entry, SealedLog
from lineage_viz.settings import Settings
from lineage_viz.words import day, enumerated

_ACTION = "follow up"
LONGEST_OWNER = 200


class FollowUpLog(SealedLog):
    """The log of follow-ups."""

    name: ClassVar[str] = "log of follow-ups"
    without: ClassVar[str] = "The follow-up is not recorded."


@dataclass(frozen=True, slots=True)
class FollowUpBook:
    """The follow-ups of an app."""

    settings: Settings

    def of(self, model: str, on: date) -> FollowUps:
        """The follow-ups of a model, judged on a day. A log that cannot be read is a problem in them."""
        by_model, problem = self.read(on)
        return by_model.get(model) or FollowUps((), on, problem)

    def read(self, on: date) -> tuple[Mapping[str, FollowUps], str]:
        """The follow-ups of each model that has some, by ARN, and the change of the log in words, verified once.

        A log that cannot be read gives no follow-ups.
        """
        problem, found = self._log.problem(), dict[str, list[FollowUp]]()
        try:
            entries = self._log.entries()
        except SealedLogError:
            entries = ()
        for entry in entries:
            if each := _follow_up(entry):
                found.setdefault(each.model, []).append(each)
        return {model: FollowUps(tuple(every), on, problem) for model, every in found.items()}, problem

    def record(self, actor: Actor, report: Report, wanted: FollowUp, on: date) -> FollowUp:
        """Record a follow-up about a check of a report on a day; its number and time are those of the entry.

        Raises AccessRefused, SignOffRefused, SealedLogError.
        """
        check_may_record(
            actor, report.review, self.settings, "record a follow-up", signed_in=wanted.signed_in
        )
        _check(wanted, report, on)
        details = {
            "check": wanted.check,
            "owner": wanted.owner.strip(),
            "due": wanted.due.isoformat() if wanted.due else "",
            "state": str(wanted.state),
            "comment": wanted.comment.strip(),
            "model": report.review.model.arn,
            "signed in": "yes" if wanted.signed_in else "no",
        }
        made = _follow_up(self._log.append(actor, _ACTION, details))
        assert made
        return made

    @property
    def _log(self) -> FollowUpLog:
        return FollowUpLog(self.settings.follow_ups)


def _check(wanted: FollowUp, report: Report, on: date) -> None:
    """Raise SignOffRefused for a follow-up that others could not act on."""
    if wanted.check not in {each.check.id for each in report.results}:
        raise SignOffRefused("Choose the check that the follow-up is about.")
    is_dated = wanted.due is not None or wanted.state in DONE
    needed = {
        "an owner (the person or team that answers for it)": wanted.owner.strip(),
        "a due date": is_dated,
    }
    if missing := [words for words, is_there in needed.items() if not is_there]:
        raise SignOffRefused(f"A follow-up that is {wanted.state} needs {enumerated(missing)}.")
    if wanted.is_overdue(on) and wanted.due:
        raise SignOffRefused(f"{day(wanted.due)} is over. A due date is today or later.")
    if len(wanted.owner) > LONGEST_OWNER or len(wanted.comment) > LONGEST_TEXT:
        raise SignOffRefused(
            f"An owner has at most {LONGEST_OWNER} characters, and a comment {LONGEST_TEXT:,}. Shorten it."
        )
    if wanted.state in DONE and not wanted.comment.strip():
        raise SignOffRefused(f"Say in the comment why it is {wanted.state}.")


def _follow_up(entry: Entry) -> FollowUp | None:
    """The follow-up of an entry; None where it has no state or day that this version knows."""
    text = {name: str(value) for name, value in entry.details.items()}
    try:
        due = date.fromisoformat(text["due"]) if text["due"] else None
        state = FollowUpState(text["state"])
        about = {name: text[name] for name in ("model", "check", "owner", "comment")}
    except (KeyError, ValueError):
        return None
    if entry.action != _ACTION:
        return None
    signed_in = text.get("signed in") == "yes"
    return FollowUp(entry.number, entry.at, entry.actor, signed_in, **about, due=due, state=state)
