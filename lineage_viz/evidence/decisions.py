"""The decision in force about a model package, its person, time and reason, and the decisions before it.

Sources by rank: the package's record in the model registry, then the names of the approval actions in the lineage.
A status that the list of packages shows and Search does not is newer than the record. SageMaker adds an approval action
for a change of the status (AWS's guide to lineage tracking); the time of the record's last change is only the latest
time at which the status can have changed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lineage_viz.approval import decision, decision_words
from lineage_viz.arn import person
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, known, not_read
from lineage_viz.evidence.record import at, time, user
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity
from lineage_viz.words import moment

REGISTRY, ACTION = "the model registry", "an approval action in the lineage"
PENDING = decision_words("PendingManualApproval")


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: its words, the person, the time and the source.

    `is_latest` is True when the decision may have been made earlier than `when`.
    """

    words: str
    by: str
    when: datetime | None
    source: str
    is_latest: bool = False


def decisions(package: Mapping[str, Any], approvals: Collection[Entity], why_not: str) -> dict[str, Fact]:
    """The facts about the approval of a package with these members of its record and these approval actions.

    `why_not` is the reason why the registry was not read; empty when it was.
    """
    history = decided(package, approvals)
    now = _in_registry(package, _history(approvals))
    current = now or (history[-1] if history else None)
    if current is None:
        fact = not_read(why_not) if why_not else NOT_RECORDED
        return dict.fromkeys(("approval", "decidedby", "decidedat", "approvalreason", "decisions"), fact)
    is_open = current.words == PENDING
    reason = at(package, "ModelPackage", "ApprovalDescription")
    return {
        "approval": known(current.words, current.source),
        "decidedby": NOT_RECORDED if is_open else known(current.by, current.source),
        "decidedat": NOT_RECORDED if is_open else known(current.when or "", current.source),
        "approvalreason": not_read(why_not) if why_not else known(str(reason or ""), REGISTRY),
        "decisions": known(_as_text(history), f"{ACTION}; {REGISTRY}" if now else ACTION),
    }


def decided(package: Mapping[str, Any], approvals: Iterable[Entity]) -> list[Decided]:
    """All decisions about a package with these members of its record, oldest first."""
    history = _history(approvals)
    now = _in_registry(package, history)
    if now is None:
        return history
    agrees = bool(history) and history[-1].words == now.words
    return [*history[:-1], now] if agrees else [*history, now]


def _history(approvals: Iterable[Entity]) -> list[Decided]:
    """The decisions of the approval actions, oldest first."""
    made = sorted(approvals, key=lambda each: (each.created or datetime.min.replace(tzinfo=UTC), each.arn))
    return [
        Decided(words, person(each.text("createdby")), each.created, ACTION)
        for each in made
        if (words := decision(each))
    ]


def _in_registry(package: Mapping[str, Any], history: Sequence[Decided]) -> Decided | None:
    """The decision that the registry has now; its person and time are those of the action that recorded it, if any."""
    record, ahead = at(package, "ModelPackage"), at(package, "ListedModelPackage")
    status = at(ahead, "ModelApprovalStatus") or at(record, "ModelApprovalStatus")
    if not status:
        return None
    words = decision_words(str(status))
    if history and history[-1].words == words:
        return Decided(words, history[-1].by, history[-1].when, f"{REGISTRY}; {ACTION}")
    if ahead:
        return Decided(words, "", None, f"{REGISTRY} (its list; the record is older)")
    changed = time(record, "LastModifiedTime")
    if changed is None or changed == time(record, "CreationTime"):
        return Decided(words, user(record, "CreatedBy"), time(record, "CreationTime"), REGISTRY)
    source = f"{REGISTRY} (last changed {moment(changed)}, the latest time of this decision)"
    return Decided(words, user(record, "LastModifiedBy"), changed, source, is_latest=True)


def _as_text(history: Iterable[Decided]) -> str:
    rows = [
        {"decision": each.words, "by": each.by, "at": moment(each.when) if each.when else "", "source": each.source}
        for each in history
    ]  # fmt: skip
    return json_text(rows, ensure_ascii=False) if rows else ""
