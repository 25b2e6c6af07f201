"""Follow-ups: the owner, the due date and the state of a finding, as auditors recorded them. No outcome changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lineage_viz.words import day

_DAY = timedelta(days=1)


class FollowUpState(StrEnum):
    """The state of a follow-up."""

    OPEN = "open"
    IN_WORK = "in work"
    ACCEPTED = "accepted"
    CLOSED = "closed"


DONE = frozenset({FollowUpState.ACCEPTED, FollowUpState.CLOSED})
"""The states in which nothing is left to do, so that nothing is due."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One record about the finding of a check on a model; a later one replaces it.

    `model` is the ARN of the model. `due` is the last day; None if nothing is due. `by` is the auditor who recorded it,
    and `signed_in` is False where nobody signed in.
    """

    number: int
    at: datetime
    by: str
    signed_in: bool
    model: str
    check: str
    owner: str
    due: date | None
    state: FollowUpState
    comment: str

    def is_overdue(self, on: date) -> bool:
        """True when something is left to do and its day is over."""
        return self.due is not None and self.due < on and self.state not in DONE

    def words(self, on: date) -> str:
        """`in work, owner Anna, due 12 Dec 2026, OVERDUE: the comment`."""
        due = f", due {day(self.due)}" if self.due else ""
        late = ", OVERDUE" if self.is_overdue(on) else ""
        return f"{self.state}, owner {self.owner}{due}{late}{f': {self.comment}' if self.comment else ''}"


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The follow-ups of a model, oldest first, and the day on which they are judged.

    `problem` says how their log was changed; empty if it was not.
    """

    every: tuple[FollowUp, ...] = ()
    on: date = date.min
    problem: str = ""

    def of(self, check: str) -> FollowUp | None:
        """The last follow-up of a check; None without one."""
        return next((each for each in reversed(self.every) if each.check == check), None)

    @property
    def last(self) -> tuple[FollowUp, ...]:
        """The last follow-up of each check."""
        return tuple({each.check: each for each in self.every}.values())

    @property
    def open(self) -> tuple[FollowUp, ...]:
        """The last follow-ups with something left to do."""
        return tuple(each for each in self.last if each.state not in DONE)

    @property
    def overdue(self) -> tuple[FollowUp, ...]:
        """The open follow-ups whose day is over."""
        return tuple(each for each in self.last if each.is_overdue(self.on))

    def turns(self) -> Iterator[date]:
        """Yield the first days on which follow-ups are overdue."""
        yield from (each.due + _DAY for each in self.open if each.due and each.due < date.max)
