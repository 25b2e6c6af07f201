"""The decision in force about a model package, its person, time and reason, and the decisions before it.

Sources by rank: CloudTrail, if it was asked; the package's record in the model registry; the names of the approval
actions in the lineage. CloudTrail has the events of 90 days, and the whole identity of the caller.
A status that the list of packages shows and Search does not is newer than the record. SageMaker adds an approval action
for a change of the status (AWS's guide to lineage tracking); the time of the record's last change is only the latest
time at which the status can have changed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lineage_viz.approval import decision, decision_words
from lineage_viz.arn import person
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, known, not_read
from lineage_viz.evidence.record import at, listed, members, text, time, user
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity
from lineage_viz.words import moment

TRAIL = "CloudTrail"
REGISTRY, ACTION = "the model registry", "an approval action in the lineage"
_SAME = timedelta(minutes=15)
"""An approval action is written minutes after the call that it records."""
PENDING = decision_words("PendingManualApproval")


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: its words, the person, the time and the source; the identity and reason as CloudTrail has them.

    `is_latest` is True when the decision may have been made earlier than `when`.
    """

    words: str
    by: str
    when: datetime | None
    source: str
    identity: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    is_latest: bool = False

    @property
    def proved(self) -> bool:
        """True when CloudTrail has the decision."""
        return self.source.startswith(TRAIL)


def decisions(
    package: Mapping[str, Any], approvals: Collection[Entity], why_not: str, no_trail: str = ""
) -> dict[str, Fact]:
    """The facts about the approval of a package with these members of its record and these approval actions.

    `why_not` is the reason why the registry was not read, and `no_trail` why CloudTrail refused; empty when they did
    not.
    """
    history = decided(package, approvals)
    now = _in_registry(package, _recorded(package, approvals))
    current = now or (history[-1] if history else None)
    if current is None:
        fact = not_read(why_not) if why_not else NOT_RECORDED
        return dict.fromkeys(("approval", "decidedby", "decidedat", "approvalreason", "decisions"), fact)
    is_open = current.words == PENDING
    by = f"{current.source} (CloudTrail was not read: {no_trail})" if no_trail else current.source
    sources = dict.fromkeys(part for each in history for part in each.source.split("; "))
    return {
        "approval": known(current.words, current.source),
        "decidedby": NOT_RECORDED if is_open else known(current.by, by),
        "decidedat": NOT_RECORDED if is_open else known(current.when or "", by),
        "approvalreason": _reason(package, current, why_not),
        "decisions": known(_as_text(history), "; ".join(sources)),
    }


def decided(package: Mapping[str, Any], approvals: Iterable[Entity]) -> list[Decided]:
    """All decisions about a package with these members of its record, oldest first."""
    history = _recorded(package, approvals)
    now = _in_registry(package, history)
    if now is None:
        return history
    agrees = bool(history) and history[-1].words == now.words
    return [*history[:-1], now] if agrees else [*history, now]


def _recorded(package: Mapping[str, Any], approvals: Iterable[Entity]) -> list[Decided]:
    """The decisions of the lineage and of CloudTrail, oldest first."""
    names = [user(package, "ModelPackage", by) for by in ("LastModifiedBy", "CreatedBy")]
    return _with_events(_history(approvals), listed(package, "Decisions"), names)


def _reason(package: Mapping[str, Any], current: Decided, why_not: str) -> Fact:
    if current.reason:
        return known(current.reason, TRAIL)
    reason = text(package, "ModelPackage", "ApprovalDescription")
    return not_read(why_not) if why_not else known(reason, REGISTRY)


def _history(approvals: Iterable[Entity]) -> list[Decided]:
    """The decisions of the approval actions, oldest first."""
    made = sorted(approvals, key=lambda each: (each.created or datetime.min.replace(tzinfo=UTC), each.arn))
    return [
        Decided(words, person(each.text("createdby")), each.created, ACTION)
        for each in made
        if (words := decision(each))
    ]


def _with_events(history: Sequence[Decided], events: Iterable[Any], names: Sequence[str]) -> list[Decided]:
    """The decisions of the lineage and of CloudTrail, oldest first; an event takes the place of the action about it.

    `names` are those that the registry has for people.
    """
    left = list(history)
    for event in events:
        proved = _event(event)
        same = (each for each in left if not each.proved and _is_same(each, proved))
        found = next(same, None)
        proved = replace(proved, by=_name(proved, (found.by if found else "", *names)))
        if found:
            left[left.index(found)] = replace(proved, source=f"{TRAIL}; {ACTION}")
        else:
            left.append(proved)
    return sorted(left, key=lambda each: each.when or datetime.min.replace(tzinfo=UTC))


def _event(event: Any) -> Decided:
    identity = members(event, "IamIdentity")
    by = text(identity, "SourceIdentity") or person(text(identity, "Arn"))
    words, reason = (text(event, name) for name in ("ModelApprovalStatus", "ApprovalDescription"))
    return Decided(decision_words(words), by, time(event, "EventTime"), TRAIL, identity, reason)


def _name(proved: Decided, names: Iterable[str]) -> str:
    """The name of the person in an event: as SageMaker writes it elsewhere, if the event's identity has that name."""
    identity = " ".join(map(str, proved.identity.values())).casefold()
    return next((each for each in names if each and each.split(" (")[0].casefold() in identity), proved.by)


def _is_same(one: Decided, other: Decided) -> bool:
    if one.words != other.words or one.when is None or other.when is None:
        return False
    return abs(one.when - other.when) <= _SAME


def _in_registry(package: Mapping[str, Any], history: Sequence[Decided]) -> Decided | None:
    """The decision that the registry has now; its person and time are those of the action that recorded it, if any."""
    record, ahead = at(package, "ModelPackage"), at(package, "ListedModelPackage")
    status = text(ahead, "ModelApprovalStatus") or text(record, "ModelApprovalStatus")
    if not status:
        return None
    words = decision_words(status)
    last = history[-1] if history else None
    if last and last.words == words:
        sources = (last.source, REGISTRY) if last.proved else (REGISTRY, last.source)
        return replace(last, source="; ".join(sources))
    changed = time(record, "LastModifiedTime")
    if last and last.proved and last.when and changed and changed < last.when:
        return None  # the record is older than the event
    if ahead:
        return Decided(words, "", None, f"{REGISTRY} (its list; the record is older)")
    if changed is None or changed == time(record, "CreationTime"):
        by, made = user(record, "CreatedBy"), time(record, "CreationTime")
        return Decided(words, by, made, REGISTRY, members(record, "CreatedBy"))
    source = f"{REGISTRY} (last changed {moment(changed)}, the latest time of this decision)"
    by = user(record, "LastModifiedBy")
    return Decided(words, by, changed, source, members(record, "LastModifiedBy"), is_latest=True)


def _as_text(history: Iterable[Decided]) -> str:
    rows = [
        {"decision": each.words, "by": each.by, "at": moment(each.when) if each.when else "", "source": each.source}
        | ({"identity": dict(each.identity)} if each.identity else {})
        for each in history
    ]  # fmt: skip
    return json_text(rows, ensure_ascii=False) if rows else ""
