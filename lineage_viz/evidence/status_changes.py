"""Changes of a package's approval status between two kept snapshots of the account, as decisions with two limits.

A snapshot tells the status at its time alone: not who changed it, and not when between the two. The changes stand in
the member `StatusChanges` of the package's record, so that each later snapshot has them too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from lineage_viz.approval import decision_words
from lineage_viz.evidence.decided import SNAPSHOTS, Decided
from lineage_viz.evidence.record import listed, text, time
from lineage_viz.words import moment

CHANGES = "StatusChanges"
"""The member of a package's record with the changes, oldest first."""

_SAME = timedelta(minutes=15)
"""An approval action is written minutes after the call that it records."""


@dataclass(frozen=True, slots=True)
class State:
    """A package in a snapshot of this time: its approval status, when it was registered, and the changes known then."""

    taken: datetime
    status: str
    registered: datetime | None = None
    changes: Sequence[Mapping[str, Any]] = ()


def state_in(record: Mapping[str, Any], taken: datetime) -> State:
    """The state that the record of a package has in a snapshot; the list of packages is ahead of the search."""
    ahead = text(record, "ListedModelPackage", "ModelApprovalStatus")
    status = ahead or text(record, "ModelPackage", "ModelApprovalStatus")
    registered = time(record, "ModelPackage", "CreationTime")
    return State(taken, status, registered, listed(record, CHANGES))


def changes(states: Sequence[State]) -> list[Mapping[str, Any]]:
    """The changes from each state to the next one, after those that the first one knows; states are oldest first.

    A package that was deleted and registered again is another one.
    """
    known = list(states[0].changes) if states else []
    told = [each for each in states if each.status]
    for before, now in pairwise(told):
        again = before.registered and now.registered and before.registered != now.registered
        if again:
            known = []
        elif before.status != now.status:
            known.append({
                "From": before.status, "ModelApprovalStatus": now.status,
                "After": before.taken.isoformat(), "Before": now.taken.isoformat(),
            })  # fmt: skip
    return known


def with_changes(history: Iterable[Decided], record: Mapping[str, Any]) -> list[Decided]:
    """The decisions with those that kept snapshots show, oldest first.

    A decision of another source that falls between the two snapshots is the same one: it has the person and the time.
    """
    every = list(history)
    for change in listed(record, CHANGES):
        after, before = time(change, "After"), time(change, "Before")
        status, earlier = text(change, "ModelApprovalStatus"), text(change, "From")
        if not (after and before and status):
            continue
        if earlier:
            every = _with_state_before(every, decision_words(earlier), after)
        every = _with_change(every, decision_words(status), after, before)
    return every


def _with_state_before(history: list[Decided], words: str, at: datetime) -> list[Decided]:
    until = [each for each in history if each.when is None or each.when <= at]
    if until and until[-1].words == words:
        return history
    seen = Decided(words, "", at, f"{SNAPSHOTS} (so on {moment(at)})", is_latest=True)
    return [*until, seen, *(each for each in history if each not in until)]


def _with_change(history: list[Decided], words: str, after: datetime, before: datetime) -> list[Decided]:
    source = f"{SNAPSHOTS} (changed between {moment(after)} and {moment(before)})"
    same = [
        place
        for place, each in enumerate(history)
        if each.words == words and each.when and after <= each.when <= before + _SAME
    ]
    if same:
        found = history[same[-1]]
        sources = (found.source, source) if found.proved else (source, found.source)
        return [*history[: same[-1]], replace(found, source="; ".join(sources)), *history[same[-1] + 1 :]]
    new = Decided(words, "", before, source, is_latest=True, after=after)
    until = [each for each in history if each.when is None or each.when <= before]
    return [*until, new, *(each for each in history if each not in until)]
