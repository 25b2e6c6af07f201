"""The deployments to one endpoint as the lineage records them: their order, and the doubt where one has no status."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, known, not_recorded
from lineage_viz.model import Entity
from lineage_viz.title import title_in_folder

DEPLOYED_TYPE = "ModelDeployment"
"""The type of the actions that record deployments."""

COMPLETED = "Completed"
NOT_KNOWN = frozenset({"", "Unknown"})
"""Statuses of a deployment that do not tell if it has completed. SageMaker itself writes Unknown."""

_NEXT = "the next deployment"
_MAYBE_REPLACED = "a deployment that may be later has no status, so this one may be replaced"
_MAYBE_EARLIER = "one in between has no status, so it may have been earlier"
_VERSION = re.compile(r".+/\d+")
"""The title of a model package: its group and version."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment: the action, and the entities that it deployed."""

    action: Entity
    deployed: tuple[Entity, ...]

    @property
    def packages(self) -> list[Entity]:
        """The deployed model packages."""
        return [each for each in self.deployed if is_package(each)]

    @property
    def models(self) -> list[Entity]:
        """The deployed model packages; without one, the model files. A container image is no model."""
        files = [each for each in self.deployed if each.type == "Model"]
        return self.packages or files or [each for each in self.deployed if each.type != "Image"]

    @property
    def is_unclear(self) -> bool:
        """True when nothing tells if it has completed."""
        return self.action.unresolved or self.action.status in NOT_KNOWN

    def may_follow(self, other: "Deployment") -> bool:
        """True when it may have served after another, completed one, as its status or the time of one is absent."""
        own, others = self.action.created, other.action.created
        if own is None or others is None:
            return self.is_unclear or self.action.status == COMPLETED
        return self.is_unclear and own >= others


@dataclass(frozen=True, slots=True)
class History:
    """The deployments to one endpoint: those that completed, oldest first, and those of which nothing tells it."""

    completed: tuple[Deployment, ...] = ()
    unclear: tuple[Deployment, ...] = ()

    @classmethod
    def of(cls, deployments: Iterable[Deployment]) -> "History":
        """The history of all deployments to an endpoint."""
        every = list(deployments)
        return cls(tuple(in_order(every)), tuple(each for each in every if each.is_unclear))

    @property
    def last(self) -> Deployment | None:
        """The last completed deployment."""
        return self.completed[-1] if self.completed else None

    @property
    def rivals(self) -> list[Deployment]:
        """Deployments of other models that may be in force instead of the last completed one."""
        if self.last is None:
            return list(self.unclear)
        last, models = self.last, _arns(self.last)
        every = (*self.completed[:-1], *self.unclear)
        return [each for each in every if each.may_follow(last) and _arns(each) != models]

    def between(self, one: Deployment, following: Deployment | None) -> list[Deployment]:
        """Unclear deployments that may have come after one, and before the following one (None: until now)."""
        after = (each for each in self.unclear if each.may_follow(one))
        return [each for each in after if following is None or not _is_later(each, following)]


def doubt(last: Deployment | None, rivals: Sequence[Deployment]) -> str:
    """The sentence about deployments of which any may be in force; empty without rivals."""
    if not rivals:
        return ""
    every = (*([last] if last else ()), *rivals)
    names = dict.fromkeys(versions_of(each) or "another version" for each in every)
    absent = "status" if any(each.is_unclear for each in rivals) else "time"
    words = f"if it is {' or '.join(names)}" if last else f"if {' or '.join(names)} was deployed"
    return f"the lineage does not tell {words}: a deployment has no {absent}"


def versions_of(deployment: Deployment) -> str:
    """The titles of the deployed packages; without one, of the model files, each with its folder."""
    return ", ".join(map(title_in_folder, deployment.models))


def in_order(deployments: Iterable[Deployment]) -> list[Deployment]:
    """Completed deployments, oldest first."""
    done = [each for each in deployments if each.action.status == COMPLETED]
    return sorted(
        done, key=lambda each: (each.action.created or datetime.min.replace(tzinfo=UTC), each.action.arn)
    )


@dataclass(frozen=True, slots=True)
class Period:
    """The versions that an endpoint served without a break, and its times; None without one.

    `doubt` is the sentence about another deployment that may have been in force instead; empty without any.
    """

    versions: str
    since: datetime | None
    until: datetime | None
    doubt: str = ""


def period(deployments: Iterable[Entity], at: datetime) -> Period | None:
    """The period of a time, by the actions of an endpoint's deployments; None when none had completed yet.

    A version that was deployed again was served without a break. A model file may differ under the same name.
    """
    history = History.of(Deployment(each, ()) for each in deployments)
    done = [each.action for each in history.completed]
    last = sum(each.created is None or each.created <= at for each in done) - 1
    if last < 0:
        return None
    versions, first, following = done[last].text("deploys"), last, last + 1
    if all(map(_VERSION.fullmatch, versions.split(", "))):
        while first and done[first - 1].text("deploys") == versions:
            first -= 1
        while following < len(done) and done[following].text("deploys") == versions:
            following += 1
    until = done[following].created if following < len(done) else None
    return Period(versions, done[first].created, until, _doubt_at(history, last, at))


def _doubt_at(history: History, last: int, at: datetime) -> str:
    """The sentence about unclear deployments that may have been in force at a time instead of a completed one."""
    served = history.completed[last].action.text("deploys")
    made = (each.action for each in history.between(history.completed[last], None))
    rivals = [each.text("deploys") for each in made if each.created is None or each.created <= at]
    names = dict.fromkeys(each or "another version" for each in rivals if each != served)
    if not names:
        return ""
    return f"the lineage does not tell if it was {' or '.join((served, *names))}: a deployment has no status"


def replacements(history: History, is_told: bool = False) -> Iterator[tuple[Entity, dict[str, Fact]]]:
    """The facts about each deployment to one endpoint that has or may have completed: its versions, its replacement.

    `is_told`: the endpoint's record tells what it serves, so no unclear deployment has replaced the last one.
    """
    for number, each in enumerate(history.completed):
        following = history.completed[number + 1] if number + 1 < len(history.completed) else None
        maybe = history.between(each, following)
        if following:
            source = f"{_NEXT}; {_MAYBE_EARLIER}" if maybe else _NEXT
            replaced = known(following.action.created or "", source)
        else:
            replaced = not_recorded(_MAYBE_REPLACED) if maybe and not is_told else NOT_RECORDED
        yield each.action, {"deploys": known(versions_of(each), "the lineage"), "replacedat": replaced}
    for each in history.unclear:
        if not each.action.unresolved:
            absent = not_recorded("its status does not tell if it has completed")
            yield each.action, {"deploys": known(versions_of(each), "the lineage"), "replacedat": absent}


def left_behind(history: History) -> Iterator[Entity]:
    """Yield what a deleted endpoint leaves: its deployments, and the models of the last completed one."""
    yield from (each.action for each in (*history.completed, *history.unclear) if not each.action.unresolved)
    if history.last and not history.rivals:
        yield from history.last.models


def _is_later(one: Deployment, other: Deployment) -> bool:
    own, others = one.action.created, other.action.created
    return own is not None and others is not None and own > others


def _arns(deployment: Deployment) -> set[str]:
    return {each.arn for each in deployment.models}
