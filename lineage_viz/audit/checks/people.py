"""Rules about the people behind a model.

One person may act in several roles, and several people may share a role or a session (IAM's user guide on
`SourceIdentity`). Only a user profile of SageMaker Studio, an IAM user or a source identity names one person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lineage_viz.approval import is_approval
from lineage_viz.arn import Arn, person
from lineage_viz.audit.checks.approval import last_approval, unclear
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
from lineage_viz.audit.review import Review
from lineage_viz.evidence.decided import Decided
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.record import at
from lineage_viz.model import Entity
from lineage_viz.title import title

_NAMED = "USER_PROFILE_NAME"
"""The value of ExecutionRoleIdentityConfig with which sessions name the person (SageMaker's DomainSettings)."""

_PRESENT = "the snapshot has the setting of its own time"

_PROGRAM = "the program {}, which the pack allows,"


@dataclass(frozen=True, slots=True)
class Identity:
    """The recorded author of an act. `key` names one person; it is empty for a role or session of several.

    `role` is the ARN of the role or session of an author without a key.
    """

    name: str
    key: str
    role: str = ""
    domain: str = ""
    """The Studio domain of the session; empty outside Studio."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person did to an entity, such as "registered"; `by` is None where nobody is recorded."""

    words: str
    by: Identity | None
    entity: Entity


def identity(context: object) -> Identity | None:
    """The identity in a UserContext of SageMaker's API, or in an ARN as text; None without one."""
    if isinstance(context, str):
        key = _key_of(context)
        return Identity(person(context), key, "" if key else context, _domain(context)) if context else None
    if not isinstance(context, Mapping):
        return None
    profile, arn = str(at(context, "UserProfileArn") or ""), str(at(context, "IamIdentity", "Arn") or "")
    source = str(at(context, "IamIdentity", "SourceIdentity") or "")
    name = person(profile or arn) or source
    key = _key_of(profile) or source.partition("@")[0].casefold() or _key_of(arn)
    domain = str(at(context, "DomainId") or "") or _domain(profile)
    return Identity(name, key, "" if key else arn, domain) if name else None


@lru_cache(maxsize=4_096)
def _key_of(arn: str) -> str:
    kind, *path = Arn.parse(arn).resource.split("/")
    return path[-1].casefold() if path and kind in ("user-profile", "user") else ""


@lru_cache(maxsize=4_096)
def _domain(profile: str) -> str:
    """The domain in the ARN of a user profile."""
    kind, *path = Arn.parse(profile).resource.split("/")
    return path[0] if kind == "user-profile" and len(path) > 1 else ""


def separation_of_duties(review: Review) -> Iterator[Observation]:
    """The approver neither trained nor registered the model."""
    decision = last_approval(review)
    if review.package is None or decision is None:
        yield not_applicable("The model was never approved.")
        return
    yield from unclear(review)
    if not review.unread(review.package) and not at(
        review.record(review.package), "ModelPackage", "ModelApprovalStatus"
    ):
        yield not_recorded("The model registry has no status of this package.", review.package.arn)
    approved, *made = acts(review)
    if approved.by is None:
        yield _nobody(review, approved)
        return
    for act in made:
        if act.by is None:
            yield _nobody(review, act)
        else:
            yield _separate(review, approved.by, act, act.by, decision)


def _separate(
    review: Review, approver: Identity, act: Act, maker: Identity, decision: Decided
) -> Observation:
    arns, is_program = _about(review, act), review.rules.is_program(maker.role)
    if approver.key and approver.key == maker.key:
        return failed(
            f"{approver.name} approved the model and {act.words} it.", *arns, source=decision.source
        )
    if not approver.key or not (maker.key or is_program):
        shared = approver if not approver.key else maker
        return not_recorded(f"{shared.name} is a role or session that several people may share.", *arns)
    name = _PROGRAM.format(maker.name) if is_program else maker.name
    sentence = f"{approver.name} approved the model; {name} {act.words} it."
    if decision.is_latest:  # whoever changed the package last may have changed a tag alone
        return warned(f"{sentence} The registry has only its last change.", *arns, source=decision.source)
    return passed(sentence, *arns, source=decision.source)


def _about(review: Review, act: Act) -> tuple[str, ...]:
    """The ARNs of the entity of an act and of the model."""
    return tuple(dict.fromkeys((act.entity.arn, review.model.arn)))


def people_distinguishable(review: Review) -> Iterator[Observation]:
    """Each recorded act names one person."""
    for act in acts(review):
        if act.by is None:
            yield _nobody(review, act)
        elif act.by.key:
            yield passed(f"{act.by.name} {act.words} {title(act.entity)}.", act.entity.arn)
        elif review.rules.is_program(act.by.role):
            name = _PROGRAM.format(act.by.name)
            yield passed(f"{name[0].upper()}{name[1:]} {act.words} {title(act.entity)}.", act.entity.arn)
        else:
            name = f"{act.by.name}, who {act.words} {title(act.entity)}"
            yield failed(f"{name}, is a role or session that several may share.", act.entity.arn)
    domains: dict[str, str] = {}
    for act in acts(review):
        if act.by and act.by.domain:
            domains.setdefault(act.by.domain, act.entity.arn)
    for domain, arn in domains.items():
        yield _sessions(review, domain, arn)


def _sessions(review: Review, domain: str, arn: str) -> Observation:
    """The setting of a Studio domain that decides if its sessions name the person to other services."""
    setting = review.domains.get(domain)
    words = f"the setting ExecutionRoleIdentityConfig of the domain {domain}"
    if review.as_of:
        return not_read(f"{words[0].upper()}{words[1:]} on that day is not known.", _PRESENT, arn)
    if setting is None:
        reason = "the export did not read it (sagemaker:ListDomains and sagemaker:DescribeDomain)"
        return not_read(f"{words[0].upper()}{words[1:]} is not known.", reason, arn)
    if setting == "not recorded":
        return not_recorded(f"{words[0].upper()}{words[1:]} has no value.", arn)
    if setting != _NAMED:
        sentence = (
            f"Sessions of the domain {domain} have only its role for other services: {words} is {setting}."
        )
        return failed(sentence, arn, source="the Studio domain")
    return passed(f"Sessions of the domain {domain} name the person.", arn, source="the Studio domain")


def acts(review: Review) -> Iterator[Act]:
    """The last approval, the registration and each training, with the person where one is recorded."""
    package = review.package
    if package:
        if decision := last_approval(review):
            yield Act("approved", _approver(review, decision), package)
        yield Act("registered", identity(at(review.record(package), "ModelPackage", "CreatedBy")), package)
    for job in review.producers:
        found = identity(job.text("createdby"))
        yield Act("trained", found or identity(at(review.record(job), "PipelineExecution", "CreatedBy")), job)


def _approver(review: Review, decision: Decided) -> Identity | None:
    """The person of a decision: by the registry or CloudTrail, or by the approval action of its time."""
    context: Mapping[str, Any] = decision.identity
    if context:
        is_user = "IamIdentity" in context or "UserProfileArn" in context
        return identity(context if is_user else {"IamIdentity": context})
    actions = [
        each for each in review.subgraph.entities if is_approval(each) and each.created == decision.when
    ]
    return next((who for each in actions if (who := identity(each.text("createdby")))), None)


def _nobody(review: Review, act: Act) -> Observation:
    sentence = f"Nobody is recorded who {act.words} {title(act.entity)}."
    owner = review.fact(act.entity, "owner")
    reason = review.unread(act.entity) or (owner.source if owner.state is FactState.NOT_READ else "")
    return absent(sentence, reason, *_about(review, act))
