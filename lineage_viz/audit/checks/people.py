"""Rules about the people behind a model.

One person may act in several roles, and several people may share a role or a session (IAM's user guide on
`SourceIdentity`). Only a user profile of SageMaker Studio, an IAM user or a source identity names one person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lineage_viz.arn import Arn, person
from lineage_viz.audit.checks.approval import in_force, unclear
from lineage_viz.audit.outcome import Observation, failed, not_applicable, not_read, not_recorded, passed
from lineage_viz.audit.review import Review
from lineage_viz.evidence.record import at
from lineage_viz.evidence.words import APPROVED
from lineage_viz.model import Entity
from lineage_viz.title import title


@dataclass(frozen=True, slots=True)
class Identity:
    """The recorded author of an act. `key` names one person; it is empty for a role or session of several."""

    name: str
    key: str


def identity(context: object) -> Identity | None:
    """The identity in a UserContext of SageMaker's API, or in an ARN as text; None without one."""
    if isinstance(context, str):
        return Identity(person(context), _key_of(context)) if context else None
    if not isinstance(context, Mapping):
        return None
    profile, arn = str(at(context, "UserProfileArn") or ""), str(at(context, "IamIdentity", "Arn") or "")
    source = str(at(context, "IamIdentity", "SourceIdentity") or "")
    name = person(profile or arn)
    key = _key_of(profile) or source.partition("@")[0] or _key_of(arn)
    return Identity(name, key) if name else None


def _key_of(arn: str) -> str:
    kind, *path = Arn.parse(arn).resource.split("/")
    return path[-1] if path and kind in ("user-profile", "user") else ""


def separation_of_duties(review: Review) -> Iterator[Observation]:
    """The approver neither trained nor registered the model."""
    decision = in_force(review, None)
    if review.package is None or decision is None or decision.words != APPROVED:
        yield not_applicable("The model has no approval in force.")
        return
    package = review.package
    yield from unclear(review)
    if not review.unread(package) and not at(review.record(package), "ModelPackage", "ModelApprovalStatus"):
        yield not_recorded("The model registry has no status of this package.", package.arn)
    approver = _approver(review)
    makers = list(_makers(review))
    if approver is None or not makers:
        missing = "The approver" if approver is None else "The person who trained or registered the model"
        reason = review.unread(package)
        sentence = f"{missing} is not recorded."
        yield not_read(sentence, reason, package.arn) if reason else not_recorded(sentence, package.arn)
        return
    for act, maker, entity in makers:
        yield _separate(approver, act, maker, entity)


def _separate(approver: Identity, act: str, maker: Identity, entity: Entity) -> Observation:
    if approver.key and approver.key == maker.key:
        return failed(f"{approver.name} approved the model and {act} it.", entity.arn)
    if approver.key and maker.key:
        return passed(f"{approver.name} approved the model; {maker.name} {act} it.", entity.arn)
    shared = approver if not approver.key else maker
    return not_recorded(f"{shared.name} is a role or session that several people may share.", entity.arn)


def _approver(review: Review) -> Identity | None:
    """The approver by the registry where the decision in force comes from there, else by the approval action."""
    record = at(review.record(review.package), "ModelPackage")
    decision = in_force(review, None)
    actions = [
        each for each in review.subgraph.entities
        if each.type.casefold() == "approval" and decision and each.created == decision.when
    ]  # fmt: skip
    found = identity(at(record, "LastModifiedBy")) if at(record, "ModelApprovalStatus") == APPROVED else None
    return found or next((who for each in actions if (who := identity(each.text("createdby")))), None)


def _makers(review: Review) -> Iterator[tuple[str, Identity, Entity]]:
    record: Mapping[str, Any] | None = at(review.record(review.package), "ModelPackage")
    if review.package and (registrar := identity(at(record, "CreatedBy"))):
        yield "registered", registrar, review.package
    for job in review.producers:
        found = identity(job.text("createdby"))
        if found is None:
            found = identity(at(review.record(job), "PipelineExecution", "CreatedBy"))
        if found:
            yield "trained", found, job


def people_distinguishable(review: Review) -> Iterator[Observation]:
    """Each recorded act names one person."""
    acts = [("approved", who, review.package) for who in [_approver(review)] if who and review.package]
    acts += list(_makers(review))
    if not acts:
        reason = review.unread(review.model)
        sentence = "No person is recorded."
        yield (
            not_read(sentence, reason, review.model.arn)
            if reason
            else not_recorded(sentence, review.model.arn)
        )
    for act, who, entity in acts:
        if who.key:
            yield passed(f"{who.name} {act} {title(entity)}.", entity.arn)
        else:
            yield failed(
                f"{who.name}, who {act} {title(entity)}, is a role or session that several may share.",
                entity.arn,
            )
