"""The state of an endpoint, seen from entities that lead to it: it serves them, or another model.

The state of an endpoint follows from its facts, which an export reads with the records: its own status, and the version
that its configuration serves. Without them it follows from the lineage: a context has no status of its own, but the
ModelDeployment actions directly upstream of it have one. Then only an export with details may record a `Status` among
the context's properties. SageMaker keeps the lineage of a deleted endpoint and records no deletion, so without facts
"live" means "deployed, and nothing recorded since".
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from lineage_viz.evidence.deployments import NOT_KNOWN
from lineage_viz.evidence.fact import facts_of
from lineage_viz.evidence.record import text
from lineage_viz.evidence.words import why_unread
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, EntityLabel, Subgraph, TypeKey
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.words import count, plain

ENDPOINT: TypeKey = (EntityLabel.CONTEXT, "Endpoint")
_DEPLOYMENTS = Filter(labels=frozenset({EntityLabel.ACTION}), types=frozenset({"ModelDeployment"}))

_SERVES = frozenset({"InService", "Updating", "SystemUpdating", "RollingBack"})
_SERVES_NOT = frozenset({"Failed", "OutOfService", "UpdateRollbackFailed"})
_GONE = "Deleted"
_CHANGES = frozenset({"Creating", "Deleting"})


class EndpointState(StrEnum):
    """The recorded state of an endpoint, seen from the entity whose impact is computed."""

    LIVE = "live"
    """The deployment in force comes from the entity, and the endpoint's own status is not out of service."""
    OTHER = "on another model"
    """The deployment in force does not come from the entity."""
    FAILED = "failed"
    """No deployment completed and the last one failed or was stopped, or the endpoint's own status is a failure."""
    GONE = "deleted"
    """The lineage has the endpoint, and SageMaker does not."""
    NOT_RECORDED = "not recorded"
    """Nothing tells it, or a deployment that may be later than the last completed one has no status."""
    NOT_READ = "not read"
    """The lineage alone does not tell it, and the endpoint's own status was not read."""


def unread_words(endpoints: Iterable[Entity]) -> str:
    """Return the sentence about endpoints whose own status was not read, with the reason; empty without any."""
    reasons = [why for each in endpoints if (why := why_unread(each, "endpointstatus"))]
    if not reasons:
        return ""
    number = count(len(reasons), "endpoint")
    return f"The lineage alone tells the state of {number}, whose own status was not read: {plain(reasons[0], 400)}"


def endpoint_states(
    store: Store, endpoints: Sequence[Entity], ours: Container[str], as_of: datetime | None = None
) -> Mapping[str, EndpointState]:
    """Return the state of each endpoint at a time, by ARN: LIVE if one of our deployments is in force.

    Sends one question to the store.
    """
    then = replace(_DEPLOYMENTS, as_of=as_of)
    deployed = store.trace([each.arn for each in endpoints], up=1, down=0, filter_=then, cap=UNLIMITED)
    deployments = _deployments(endpoints, deployed)
    in_force = {each.arn: None if as_of else _in_force(each, deployments[each.arn]) for each in endpoints}
    return {
        # The recorded status of an endpoint is that of today.
        each.arn: _state("" if as_of else _own_status(each), deployments[each.arn], ours, in_force[each.arn])
        or (EndpointState.NOT_READ if why_unread(each, "endpointstatus") else EndpointState.NOT_RECORDED)
        for each in endpoints
    }


def _deployments(endpoints: Iterable[Entity], deployed: Subgraph) -> Mapping[str, list[Entity]]:
    """Return the deployments of each endpoint, oldest first. A deployment without a time counts as the oldest."""
    made = {each.arn: each for each in deployed.entities}
    into: dict[str, set[str]] = {each.arn: set() for each in endpoints}
    for link in deployed.associations:
        if link.destination in into and link.source != link.destination:
            into[link.destination].add(link.source)
    return {arn: sorted((made[source] for source in sources), key=_made) for arn, sources in into.items()}


def _in_force(endpoint: Entity, deployments: Iterable[Entity]) -> str | None:
    """Return the newest completed deployment of the version that the configuration serves; None if nothing tells it."""
    serves = facts_of(endpoint, ("serves",))["serves"].value
    same = [each.arn for each in deployments if each.status == "Completed" and each.text("deploys") == serves]
    return same[-1] if serves and same else None


def _state(
    own: str, deployments: Sequence[Entity], ours: Container[str], in_force: str | None
) -> EndpointState | None:
    """Return the state of an endpoint with this status of its own (empty: absent); None if nothing tells it.

    `in_force` is the deployment that serves now; None means the last completed one.
    """
    statuses = {each.arn: each.status for each in deployments}
    completed = [arn for arn, status in statuses.items() if status == "Completed"]
    if own == _GONE:
        return EndpointState.GONE
    if own in _SERVES_NOT:
        return EndpointState.FAILED
    if own in _CHANGES:
        return EndpointState.NOT_RECORDED
    if completed:
        maybe = [in_force] if in_force else _maybe_in_force(deployments, completed[-1])
        from_us = [arn in ours for arn in maybe]
        if any(from_us) != all(from_us):
            return None
        return EndpointState.LIVE if all(from_us) else EndpointState.OTHER
    if own in _SERVES:
        return EndpointState.LIVE
    last = next(reversed(statuses.values()), "")
    return EndpointState.FAILED if last in ("Failed", "Stopped") else None


def _maybe_in_force(deployments: Sequence[Entity], last: str) -> list[str]:
    """Return the last completed deployment, and each that may be in force instead, as its status is not recorded."""
    place = next(number for number, each in enumerate(deployments) if each.arn == last)
    unclear = (
        each.arn
        for number, each in enumerate(deployments)
        if each.status in NOT_KNOWN and (number > place or each.created is None)
    )
    return [last, *unclear]


def _own_status(endpoint: Entity) -> str:
    """Return the status of an endpoint: the fact, or the `Status` among its properties; empty without both."""
    if known := endpoint.text("endpointstatus"):
        return known
    return text(json_of(endpoint.text("properties"), dict), "Status")


def _made(entity: Entity) -> tuple[datetime, str]:
    return entity.created or datetime.min.replace(tzinfo=UTC), entity.arn
