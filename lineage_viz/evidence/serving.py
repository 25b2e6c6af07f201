"""The versions that endpoints serve: now by the endpoint's configuration, before by its deployments.

An endpoint serves the models of its configuration, and a model names its package (DescribeEndpointConfig, Model). The
configuration is not asked for where one model alone lists the endpoint (`sagemaker_lineage/served_models.py`).
Without these records the last completed deployment in the lineage tells the version; it is replaced by the next one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, known, not_read
from lineage_viz.evidence.record import at, listed, text
from lineage_viz.model import Entity
from lineage_viz.title import title_in_folder

CONFIGURATION, DEPLOYMENT = "the endpoint's configuration", "the last completed deployment in the lineage"
MODEL = "the only model that names this endpoint as one that hosts it"
IN_SERVICE = frozenset({"InService", "Updating", "SystemUpdating", "RollingBack"})
"""Statuses in which an endpoint answers (SageMaker's EndpointStatus)."""


GONE = "Deleted"
"""The status of an endpoint that only the lineage has."""


_VERSION = re.compile(r".+/\d+")
"""The title of a model package: its group and version."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A completed deployment: the action, and the entities that it deployed."""

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


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model that an endpoint serves now: its words, and its entity if the lineage has it."""

    words: str
    entity: Entity | None


DEPLOYED_TYPE = "ModelDeployment"
"""The type of the actions that record deployments."""


def versions_of(deployment: Deployment) -> str:
    """The titles of the deployed packages; without one, of the model files, each with its folder."""
    return ", ".join(map(title_in_folder, deployment.models))


def in_order(deployments: Iterable[Deployment]) -> list[Deployment]:
    """Completed deployments, oldest first."""
    done = [each for each in deployments if each.action.status == "Completed"]
    return sorted(
        done, key=lambda each: (each.action.created or datetime.min.replace(tzinfo=UTC), each.action.arn)
    )


def endpoint_facts(
    record: Mapping[str, Any], deployments: Sequence[Deployment], packages: Mapping[str, Entity], why_not: str
) -> tuple[dict[str, Fact], list[ServedModel]]:
    """The facts about an endpoint, and the packages that it serves now; without one, the model files.

    `deployments` are completed and in order; `packages` are all, by the lower-case ARN of the package.
    """
    status = text(record, "Endpoint", "EndpointStatus")
    state = known(status, "the endpoint") if status else not_read(why_not) if why_not else NOT_RECORDED
    if not status and not why_not:
        state = known(GONE, "the search of endpoints, which does not have it")
    if (status and status not in IN_SERVICE) or state.value == GONE:
        return {"endpointstatus": state, "serves": NOT_RECORDED, "servessince": NOT_RECORDED}, []
    arns = list(package_arns(record))
    last = deployments[-1] if deployments else None
    if not arns and last is None:
        fact = not_read(why_not) if why_not else NOT_RECORDED
        return {"endpointstatus": state, "serves": fact, "servessince": fact}, []
    served = [ServedModel(_version(arn), packages.get(arn.casefold())) for arn in arns] or [
        ServedModel(title_in_folder(each), each) for each in (last.models if last else ())
    ]
    of_packages = [each.entity for each in served if each.entity and is_package(each.entity)]
    by_arns = CONFIGURATION if at(record, "EndpointConfig") else MODEL
    source = by_arns if arns else DEPLOYMENT
    return {
        "endpointstatus": state,
        "serves": known(", ".join(dict.fromkeys(each.words for each in served)), source),
        "servessince": _since(of_packages, deployments),
    }, served


@dataclass(frozen=True, slots=True)
class Period:
    """The versions that an endpoint served without a break, and its times; None without one."""

    versions: str
    since: datetime | None
    until: datetime | None


def period(deployments: Iterable[Entity], at: datetime) -> Period | None:
    """The period of a time, by the actions of an endpoint's deployments; None when none had completed yet.

    A version that was deployed again was served without a break. A model file may differ under the same name.
    """
    done = [each.action for each in in_order(Deployment(each, ()) for each in deployments)]
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
    return Period(versions, done[first].created, until)


def replacements(deployments: Sequence[Deployment]) -> Iterator[tuple[Entity, dict[str, Fact]]]:
    """The facts about each completed deployment of one endpoint: the versions, and the time of its replacement."""
    for number, each in enumerate(deployments):
        following = deployments[number + 1].action if number + 1 < len(deployments) else None
        replaced = known(following.created or "", "the next deployment") if following else NOT_RECORDED
        yield each.action, {"deploys": known(versions_of(each), "the lineage"), "replacedat": replaced}


def _since(served: Sequence[Entity], deployments: Sequence[Deployment]) -> Fact:
    """The time of the deployment from which the endpoint has served these packages without a break."""
    wanted = {each.arn for each in served}
    since: datetime | None = None
    for each in reversed(deployments):
        if wanted and wanted != {package.arn for package in each.packages}:
            break
        since = each.action.created
        if not wanted:
            break
    return known(since, "the deployment in the lineage") if since else NOT_RECORDED


def package_arns(record: Mapping[str, Any]) -> Iterator[str]:
    """The ARNs of the packages of the models that an endpoint serves by its record."""
    for model in listed(record, "Models"):
        inner = at(model, "Model")
        for container in [at(inner, "PrimaryContainer"), *listed(inner, "Containers")]:
            if arn := text(container, "ModelPackageName"):
                yield arn


def _version(arn: str) -> str:
    return arn.rpartition(":model-package/")[2] or arn
