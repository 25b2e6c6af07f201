"""The decision about a model package, as far as the lineage itself records it.

SageMaker adds one Approval action for each change of a package's approval status. The status of such an action only
says that its recording has completed; the decision is in its name: `fraud-22-Approved-1770595865-aws-model-package`,
with its time in seconds. An action that did not complete decides nothing (Status of CreateAction in the API reference).
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from lineage_viz.model import Entity
from lineage_viz.words import moment, status_words

NOT_READ = "not read"
_PENDING = "Pending approval"
_INCOMPLETE = frozenset({"failed", "inprogress", "stopping", "stopped", "unknown"})
_OPEN = frozenset({"inprogress", "stopping", "unknown"})
"""Statuses of an action of which nothing tells yet if it has completed."""
_NOT_ASKED = "and the model registry was not asked"
_DECISIONS = {
    "approved": "Approved",
    "rejected": "Rejected",
    "pendingmanualapproval": _PENDING,
}
_IN_NAME = re.compile(
    rf"^(.*)-({'|'.join(_DECISIONS)})-(\d{{10}})(?:-\d+)?-aws-model-package$", re.IGNORECASE | re.DOTALL
)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_PACKAGE = re.compile(r"arn:[^:]*:sagemaker:[^:]*:[^:]*:model-package/")


def is_approval(entity: Entity) -> bool:
    """Return True for an action that records a decision about a model package."""
    return entity.label == "action" and entity.type.casefold() == "approval"


def is_package(entity: Entity) -> bool:
    """Return True for the artifact of a model package."""
    return entity.label == "artifact" and _PACKAGE.match(entity.source) is not None


def decision(approval: Entity) -> str:
    """Return the recorded decision: "Approved", "Rejected" or "Pending approval"; empty when there is none.

    An action that a person made may have the decision as its status.
    """
    if is_incomplete(approval):
        return ""
    found = _IN_NAME.match(approval.name)
    return _DECISIONS.get(approval.status.casefold(), _DECISIONS[found[2].casefold()] if found else "")


def is_incomplete(approval: Entity) -> bool:
    """Return True for an action that failed, was stopped, or has not completed: it decides nothing."""
    return approval.status.casefold() in _INCOMPLETE


def is_unclear(approval: Entity) -> bool:
    """Return True for an approval that may have decided something, but does not tell what, or if it has ended."""
    status = approval.status.casefold()
    return status in _OPEN or not (decision(approval) or status in _INCOMPLETE)


def decided_in_name(approval: Entity) -> int:
    """Return the time in the name of an approval, in seconds since 1970; zero without one."""
    found = _IN_NAME.match(approval.name)
    return int(found[3]) if found else 0


def in_order(approvals: Iterable[Entity]) -> list[Entity]:
    """Return approvals, oldest first; of the same second, by the time in the name, then a decision after Pending."""
    return sorted(
        approvals,
        key=lambda each: (
            each.created or _EARLIEST,
            decided_in_name(each),
            decision(each) != _PENDING,
            each.arn,
        ),
    )


def decision_words(status: str) -> str:
    """Return the words for an approval status of the model registry, such as PendingManualApproval."""
    return _DECISIONS.get(status.casefold(), status)


def decided(approval: Entity) -> str:
    """Return the subject of an approval: its name without the decision, the time and the suffix; empty without one."""
    found = None if is_incomplete(approval) else _IN_NAME.match(approval.name)
    return found[1] if found else ""


def state_named(recorded: str) -> str:
    """Return the state for people of a recorded status: SageMaker's `PendingManualApproval` is "Pending approval"."""
    return _DECISIONS[recorded.casefold()] if recorded == "PendingManualApproval" else status_words(recorded)


def about_decision(approval: Entity) -> str:
    """Return a sentence about the decision of an approval."""
    found = decision(approval)
    if is_incomplete(approval):
        return f"none: the status of the action is {status_words(approval.status)}"
    if not found:
        return f"{NOT_READ}: the lineage does not record it, {_NOT_ASKED}"
    return found if found == approval.status else f"{found}, as the {_where(approval)} of the action says"


def about_package(approvals: Iterable[Entity]) -> str:
    """Return a sentence about the approval of a package. `approvals` are the approval actions that lead to it."""
    known = in_order(entity for entity in approvals if decision(entity))
    if not known:
        return f"{NOT_READ}: the lineage has no decision, {_NOT_ASKED}"
    newest = known[-1]
    if any(each.created is None and decision(each) != decision(newest) for each in known):
        return f"{NOT_READ}: a decision in the lineage has no time, {_NOT_ASKED}"
    when = f", {moment(newest.created)}" if newest.created else ""
    return f"{decision(newest)}{when}, as the lineage records; the status now is {NOT_READ}"


def _where(approval: Entity) -> str:
    return "status" if approval.status.casefold() in _DECISIONS else "name"
