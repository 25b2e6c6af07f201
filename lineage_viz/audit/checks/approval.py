"""Rules about the decisions on a model package."""

from collections.abc import Iterator
from datetime import datetime

from lineage_viz.audit.outcome import (
    Observation,
    absent,
    failed,
    not_applicable,
    not_read,
    not_recorded,
    passed,
    warned,
)
from lineage_viz.audit.review import Review, ReviewedDeployment
from lineage_viz.evidence.decided import PENDING, Decided
from lineage_viz.evidence.record import at
from lineage_viz.evidence.serving import GONE, serves_nothing
from lineage_viz.evidence.words import APPROVED
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import duration, moment

_UNPACKAGED = "The model is in no model package, so no decision about it is recorded."


def approved_when_deployed(review: Review) -> Iterator[Observation]:
    """The decision in force at each completed deployment is Approved."""
    if not review.completed:
        yield not_applicable("No completed deployment is recorded.")
    yield from unclear(review)
    for each in review.completed:
        yield _at_deployment(review, each)


def unclear(review: Review) -> Iterator[Observation]:
    """A observation about each decision or deployment of which something essential is not recorded."""
    for each in review.unclear:
        yield not_recorded(f"The decision, the end or the time of {title(each)} is not recorded.", each.arn)


def _at_deployment(review: Review, deployed: ReviewedDeployment) -> Observation:
    where, when = title(deployed.endpoint), deployed.action.created
    if review.package is None:
        return failed(f"Deployed to {where}. {_UNPACKAGED}", deployed.action.arn)
    if when is None:
        return not_recorded(f"The time of the deployment to {where} is not recorded.", deployed.action.arn)
    entities = (review.package.arn, deployed.action.arn)
    event = f"Deployed to {where} on {moment(when)}"
    decision = in_force(review, when)
    if decision and decision.words == APPROVED and (rival := rival_of(review, decision, when)):
        sentence = f"{event}, approved; its status changed to {rival.words} {_limits(rival)}."
        return warned(sentence, *entities, source=rival.source)
    if decision and decision.words == APPROVED:
        return passed(f"{event}, {_since(decision)}.", *entities, source=decision.source)
    later = next((d for d in review.decisions if d.words == APPROVED and d.when and d.when > when), None)
    tolerance = review.rules.tolerance
    if later and later.when and later.when - when <= tolerance:
        within = duration(tolerance.total_seconds())
        return warned(f"{event}, and approved within {within} after it.", *entities, source=later.source)
    if later and later.may_count(when):
        sentence = f"{event}. It was approved {_limits(later)}, perhaps after the deployment."
        return warned(sentence, *entities, source=later.source)
    if decision is None and not later and (reason := review.unread(review.package)):
        return not_read(f"{event}. The lineage has no decision.", reason, *entities)
    if later and later.when:
        return failed(
            f"{event}, before its approval on {moment(later.when)}.", *entities, source=later.source
        )
    state = decision.words if decision else "no decision"
    return failed(f"{event} with {state} in force.", *entities, source=decision.source if decision else "")


def in_force(review: Review, when: datetime | None) -> Decided | None:
    """The last decision before a time; None: the last of all. A decision without a time counts as the last."""
    found = [each for each in review.decisions if when is None or (each.when and each.when <= when)]
    return found[-1] if found else None


def rival_of(review: Review, decision: Decided | None, when: datetime) -> Decided | None:
    """Another decision than the one in force at a time, which perhaps replaced it by then; None without one.

    A latest time alone limits no decision of a review of now. On an earlier day, it leaves open if it was made by then.
    """
    every = (*(each for each in review.decisions if each.after), *review.doubtful)
    others = (each for each in every if not decision or each.words != decision.words)
    return next((each for each in others if each.may_count(when)), None)


def last_approval(review: Review) -> Decided | None:
    """The last approval, also one that a later decision has ended: the model may have gone live under it."""
    return next((each for each in reversed(review.decisions) if each.words == APPROVED), None)


def live_still_approved(review: Review) -> Iterator[Observation]:
    """The decision about a live model is Approved now."""
    if not review.live:
        yield not_applicable("No endpoint is known that serves the model.")
    yield from unclear(review)
    for each in review.live:
        yield _live(review, each)


def _live(review: Review, endpoint: Entity) -> Observation:
    where = title(endpoint)
    status = "" if review.as_of else endpoint.text("endpointstatus")
    if serves_nothing(status):
        gone = "was deleted" if status == GONE else f"does not serve (its status: {status})"
        return not_applicable(f"The endpoint {where} {gone}.")
    if review.package is None:
        return failed(f"{where} serves the model. {_UNPACKAGED}", endpoint.arn)
    decision, entities = in_force(review, None), (review.package.arn, endpoint.arn)
    reason = review.unread(review.package) or review.unread(endpoint)
    if decision is None:
        sentence = f"{where} serves the model, and no decision about it is recorded."
        return not_read(sentence, reason, *entities) if reason else failed(sentence, *entities)
    if decision.words != APPROVED:
        serves = "may still serve" if review.unread(endpoint) else "serves"
        sentence = f"{where} {serves} the model, and the decision is {decision.words}."
        judge = warned if review.unread(endpoint) else failed
        return judge(sentence, *entities, source=decision.source)
    if reason:
        return not_read(f"The last decision in the lineage is {APPROVED}.", reason, *entities)
    if not at(review.record(review.package), "ModelPackage", "ModelApprovalStatus"):
        return not_recorded("The model registry has no status of this package.", *entities)
    if not status and not review.as_of:
        return not_recorded(f"The status of {where} is not recorded, so it may serve nothing.", *entities)
    return passed(f"{where} serves the model, which is {APPROVED}.", *entities, source=decision.source)


def auto_approved(review: Review) -> Iterator[Observation]:
    """The model was not approved in the moment of its registration."""
    package = review.package
    if package is None:
        yield not_applicable(_UNPACKAGED)
        return
    yield from unclear(review)
    first = review.decisions[0] if review.decisions else None
    reason = review.unread(package)
    if first is None:
        sentence = "No decision is recorded."
        yield absent(sentence, reason, package.arn)
    elif first.words != APPROVED:
        yield passed(f"The first decision was {first.words}.", package.arn, source=first.source)
    elif first.when is None or package.created is None or first.is_latest:
        yield not_recorded("The time of the first decision is not recorded.", package.arn)
    elif first.when - package.created <= review.rules.tolerance:
        by = first.by or "somebody not recorded"
        yield failed(
            f"Approved in the moment of its registration, by {by}.", package.arn, source=first.source
        )
    else:
        yield passed(
            f"Approved on {moment(first.when)}, after its registration.", package.arn, source=first.source
        )


def approval_reasoned(review: Review) -> Iterator[Observation]:
    """An approval has a reason, and the validation of the package was not skipped."""
    package, decision, approval = review.package, in_force(review, None), last_approval(review)
    if package is None or decision is None or approval is None:
        pending = decision is not None and decision.words == PENDING
        yield not_applicable("The decision is still pending." if pending else "The model was never approved.")
        return
    if reason := review.unread(package):
        yield not_read("The reason of a decision stands only in the model registry.", reason, package.arn)
        return
    record = at(review.record(package), "ModelPackage")
    if not record:
        yield not_recorded("The model registry has no record of this package.", package.arn)
        return
    skipped = at(record, "SkipModelValidation")
    if not skipped:
        yield not_recorded("The validation of the package is not recorded.", package.arn)
    if skipped == "All":
        yield failed("The validation of the package was skipped.", package.arn, source="the model registry")
    yield _reasoned(review, package, approval, decision)


def _reasoned(review: Review, package: Entity, approval: Decided, decision: Decided) -> Observation:
    """The registry has one reason, and each decision replaces it: it is that of an approval only while this is last."""
    text = str(at(review.record(package), "ModelPackage", "ApprovalDescription") or "").strip()
    now = str(at(review.record(package), "ModelPackage", "ModelApprovalStatus") or "")
    if approval.reason:
        return passed(f"The reason: {approval.reason}", package.arn, source=approval.source)
    if decision is not approval or (review.as_of and now and now != APPROVED):
        sentence = (
            f"The registry has only the reason of the last decision, and it was {_since(approval)} before."
        )
        return not_recorded(sentence, package.arn)
    if review.as_of:
        reason = "the model registry tells the reason of today's decision only"
        return not_read("The reason at that time is not known.", reason, package.arn)
    if text:
        return passed(f"The reason: {text}", package.arn, source="the model registry")
    return failed(f"{decision.words} without a reason.", package.arn, source="the model registry")


def _limits(decision: Decided) -> str:
    """The limits of the time of a decision, in words."""
    if decision.when is None:
        return "at a time that is not recorded"
    if decision.after:
        return f"between {moment(decision.after)} and {moment(decision.when)}"
    return f"by {moment(decision.when)} at the latest"


def _since(decision: Decided) -> str:
    by = f" by {decision.by}" if decision.by else ""
    return f"approved{by} on {moment(decision.when)}" if decision.when else f"approved{by}"
