"""The people in a report, and the decisions that they made."""

from collections.abc import Iterator

from lineage_viz.audit.checks.approval import in_force, last_approval
from lineage_viz.audit.field import Field, FieldValue, fact_field, field
from lineage_viz.audit.review import Review
from lineage_viz.evidence.decided import Decided
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.record import members, user
from lineage_viz.model import Entity
from lineage_viz.words import moment

_NO_PACKAGE = "the model is in no model package"
_DECLARED = "CustomerMetadataProperties"


def people(review: Review) -> Iterator[Field]:
    """Yield the trainer, the evaluator, the registrar, the approver and the owner, each with its source."""
    for name, jobs in (("Trainer", review.producers), ("Evaluator", review.evaluations)):
        if not jobs:
            yield field(name, [], "no such job is recorded")
        for job in jobs:
            yield fact_field(name, review, job, "owner")
    package = review.package
    if package is None:
        yield from (field(name, [], _NO_PACKAGE) for name in ("Registrar", "Approver", "Owner"))
        return
    yield fact_field("Registrar", review, package, "owner")
    yield _approver(review, package)
    yield _owner(review)


def _approver(review: Review, package: Entity) -> Field:
    """The person of the last approval; the fact is about the decision in force, which may be a rejection."""
    approval = last_approval(review)
    if approval is None or approval is in_force(review, None):
        if approval is None and review.decisions:
            return field("Approver", [], "the model was never approved")
        return fact_field("Approver", review, package, "decidedby")
    names = (
        [FieldValue(f"{approval.by} (a later decision ended it)", package.arn, approval.source)]
        if approval.by
        else []
    )
    return field("Approver", names, unread=review.unread(package))


def _owner(review: Review) -> Field:
    """The owner that the package or its card declares, or else the maker of the group."""
    package = review.package
    record = review.record(package)
    declared = members(record, "ModelPackage", _DECLARED)
    names = [
        FieldValue(value, package.arn if package else "", "the model registry (metadata of the package)")
        for key, value in sorted(declared.items())
        if "owner" in key.casefold() and isinstance(value, str) and not review.changed_later
    ]
    by = user(review.record(review.group), "ModelPackageGroup", "CreatedBy")
    if by and review.group:
        names.append(FieldValue(f"{by} (made the group)", review.group.arn, "the record of the group"))
    unread = (review.unread(package) or review.changed_later) if package else ""
    if review.group and (fact := review.fact(review.group, "owner")).state is FactState.NOT_READ:
        unread = unread or fact.source
    return field("Owner", names, unread=unread)


def decisions(review: Review) -> Iterator[Field]:
    """Yield a field for each decision, oldest first, and the reason of the one in force."""
    package = review.package
    if package is None:
        yield field("Decision", [], _NO_PACKAGE)
        return
    made = [FieldValue(_words(each), package.arn, each.source) for each in review.decisions]
    yield field("Decision", made, unread=review.unread(package))
    last = in_force(review, None)
    if last:
        yield field("In force", [FieldValue(_words(last), package.arn, last.source)])
    yield fact_field("Reason", review, package, "approvalreason")


def _words(decision: Decided) -> str:
    when = moment(decision.when) if decision.when else "time not recorded"
    latest = " at the latest" if decision.is_latest and not decision.after else ""
    if decision.after:
        when = f"between {moment(decision.after)} and {when}"
    by = f" by {decision.by}" if decision.by else ", person not recorded"
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{decision.words}{by}, {when}{latest}{reason}"
