"""Entities and records of one model package group and its endpoint, made one by one for tests of facts."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from lineage_viz.evidence import with_facts
from lineage_viz.evidence.fact import Fact, facts_of
from lineage_viz.evidence.words import rows
from lineage_viz.model import Association, Entity
from tests.sample import HOME

IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud:1"
ENDPOINT = HOME + "endpoint/fraud-prod"
START = datetime(2026, 1, 1, tzinfo=UTC)

Record = Mapping[str, Any]
NOTHING: Mapping[str, Any] = MappingProxyType({})


def day(number: float) -> datetime:
    """The time so many days after the start."""
    return START + timedelta(days=number)


def entity(
    arn: str, label: str, type_: str, at: float | None, record: Record = NOTHING, **more: str
) -> Entity:
    """An entity made on a day (None: its time is not recorded), with its record."""
    made = {} if at is None else {"creationtime": day(at)}
    kept = {"record": json.dumps(record)} if record else {}
    return Entity(HOME + arn, label, {"arn": HOME + arn, "type": type_, **made, **kept, **more})


def package(version: int, record: Record = NOTHING) -> Entity:
    """A version of the group, registered at the start."""
    source = HOME + f"model-package/fraud/{version}"
    return entity(f"artifact/version-{version}", "artifact", "Model", 0, record, sourceuri=source)


def registry(status: str | None = "Approved", **more: Any) -> Record:
    """The record of a version in the model registry."""
    times = {"CreationTime": "2026-01-01T00:00:00Z", "LastModifiedTime": "2026-01-05T00:00:00Z"}
    return {"ModelPackage": {"ModelApprovalStatus": status, **times, **more}}


def approval(
    version: int, status: str, at: float | None, epoch: int = 1770595865, state: str = "Completed"
) -> Entity:
    """An approval action, named as SageMaker names it."""
    name = f"fraud-{version}-{status}-{epoch}-aws-model-package"
    return entity(f"action/{name}-{at}", "action", "Approval", at, name=name, status=state)


def deployment(version: int, at: float) -> Entity:
    """A completed deployment."""
    return entity(
        f"action/deploy-{version}", "action", "ModelDeployment", at, name="deploy", status="Completed"
    )


def context(at: float, record: Record = NOTHING, name: str = "fraud-prod", source: str = ENDPOINT) -> Entity:
    """The context of the endpoint."""
    return entity(f"context/{name}", "context", "Endpoint", at, record, name=name, sourceuri=source)


def model(name: str, package_name: str = "", **container: Any) -> Record:
    """A model of the search of models; of a package when it names one."""
    named = {"ModelPackageName": package_name} if package_name else {}
    return {"Model": {"ModelName": name, "Containers": [{"Image": IMAGE, **named, **container}]}}


def of_version(version: int) -> str:
    """The ARN of a version of the group."""
    return HOME + f"model-package/fraud/{version}"


def endpoint(*models: Record, status: str = "InService", config: Record | None = None, **more: Any) -> Record:
    """The record of the endpoint, with the models of its configuration."""
    found = {"EndpointName": "fraud-prod", "EndpointArn": ENDPOINT, "EndpointStatus": status, **more}
    return {"Endpoint": found, "Models": list(models), **({"EndpointConfig": config} if config else {})}


def chain(*entities: Entity) -> list[Association]:
    """Associations from each entity to the next one."""
    return [Association(a.arn, "ContributedTo", b.arn, {}) for a, b in pairwise(entities)]


def link_all(sources: Iterable[Entity], destination: Entity) -> list[Association]:
    """Associations from each of these entities to one."""
    return [Association(each.arn, "ContributedTo", destination.arn, {}) for each in sources]


def derived(
    entities: Iterable[Entity], links: Iterable[Association] = (), not_read: Mapping[str, str] = NOTHING
) -> dict[str, Entity]:
    """The entities with their facts, by ARN."""
    return {each.arn: each for each in with_facts(entities, links, not_read)[0]}


def fact(found: Mapping[str, Entity], entity: Entity, name: str) -> Fact:
    """One fact about an entity."""
    return facts_of(found[entity.arn], (name,))[name]


def row(found: Mapping[str, Entity], entity: Entity, name: str) -> str:
    """One fact about an entity, as people read it."""
    return next(each.value for each in rows(found[entity.arn]) if each.name == name)
