"""The review of one model: everything that the checks and the report look at, read once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from lineage_viz.approval import decision, is_approval, is_incomplete, is_package
from lineage_viz.audit.rules import Rules
from lineage_viz.evidence.as_of import known_then
from lineage_viz.evidence.decided import Decided
from lineage_viz.evidence.deployments import COMPLETED, NOT_KNOWN
from lineage_viz.evidence.fact import Fact, FactState, facts_of
from lineage_viz.evidence.record import record_of, time
from lineage_viz.model import Association, Entity, EntityLabel, Subgraph, Truncation
from lineage_viz.words import moment

_NO_DATA = frozenset({"Model", "Image", "Code", "Container"})
"""The types of artifacts that are no data of a job."""

_CODE = "code"
"""The name of the input with the script of a processing job (ScriptProcessor of the SageMaker Python SDK)."""

_ASKED: Mapping[str, str] = {
    EntityLabel.ARTIFACT: "approvalreason",
    EntityLabel.TRIAL_COMPONENT: "step",
    EntityLabel.CONTEXT: "endpointstatus",
}
"""By label the fact that only the record of an entity has."""


@dataclass(frozen=True, slots=True)
class ReviewedDeployment:
    """A deployment of the reviewed model to an endpoint, with the time of the deployment that replaced it."""

    action: Entity
    endpoint: Entity
    replaced: datetime | None = None

    @property
    def completed(self) -> bool:
        """True when the deployment ended well, so that the endpoint has served the model."""
        return self.action.status == COMPLETED

    @property
    def may_serve(self) -> bool:
        """True when it has completed, or its status does not tell it and no record tells what the endpoint serves."""
        told = facts_of(self.endpoint, ("serves",))["serves"].state is FactState.KNOWN
        return self.completed or (self.action.status in NOT_KNOWN and not told)


@dataclass(frozen=True)
class Review:
    """One model with its evidence.

    `package` is its version in the model registry, `files` its weights, `producers` the jobs that made these.
    `evaluations` are jobs that read the model before its approval. `subgraph` has exactly these entities, everything
    upstream of the model, and its decisions, deployments and endpoints.
    """

    subject: Entity
    choice: str
    """The words for the deployment of an endpoint that is reviewed; empty for a model."""
    package: Entity | None
    files: tuple[Entity, ...]
    producers: tuple[Entity, ...]
    evaluations: tuple[Entity, ...]
    decisions: tuple[Decided, ...]
    deployments: tuple[ReviewedDeployment, ...]
    live: tuple[Entity, ...]
    """The endpoints that serve the model: by their records, or where these name no package by the last deployment."""
    group: Entity | None
    versions: tuple[Entity, ...]
    """All model packages of the group, oldest first."""
    attempts: tuple[Entity, ...]
    """Jobs of the same pipeline execution and step as a producer that did not complete."""
    subgraph: Subgraph
    as_of: datetime | None = None
    truncated: Truncation | None = None
    gaps: tuple[str, ...] = ()
    caveat: str = ""
    feature_groups: int = 0
    """The number of feature groups in the whole snapshot."""
    domains: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The setting of each Studio domain that decides if its sessions name the person."""
    rules: Rules = field(default_factory=Rules)
    doubtful: tuple[Decided, ...] = ()
    """Decisions that were perhaps made before the reviewed day and perhaps after it; none of them counts."""

    @property
    def model(self) -> Entity:
        """The model package, or without one the model file, or the endpoint that serves neither."""
        return self.package or (self.files[0] if self.files else self.subject)

    @cached_property
    def completed(self) -> tuple[ReviewedDeployment, ...]:
        """The deployments that ended well, oldest first."""
        return tuple(each for each in self.deployments if each.completed)

    @cached_property
    def unclear(self) -> tuple[Entity, ...]:
        """Decisions and deployments that the lineage has without what they decided, how they ended, or when."""
        approvals = [
            each
            for each in self.subgraph.entities
            if is_approval(each) and not (decision(each) or is_incomplete(each))
        ]
        made = [each.action for each in self.deployments if each.action.status in NOT_KNOWN]
        undated = [
            each for each in self.subgraph.entities if each.label == EntityLabel.ACTION and not each.created
        ]
        return tuple(dict.fromkeys((*approvals, *made, *undated)))

    def record(self, entity: Entity | None) -> Mapping[str, Any]:
        """The record of an entity; empty without one."""
        return record_of(entity) if entity else {}

    def fact(self, entity: Entity, name: str) -> Fact:
        """A fact about an entity, on the reviewed day."""
        return facts_of(known_then(entity, self.as_of) if self.as_of else entity, (name,))[name]

    @cached_property
    def changed_later(self) -> str:
        """The reason why the package's record tells nothing about the reviewed day that a change can replace.

        Empty when nobody changed the package since. Its reports, commit and maker are those of the registration.
        """
        changed = time(self.record(self.package), "ModelPackage", "LastModifiedTime")
        if self.as_of is None or changed is None or changed <= self.as_of:
            return ""
        return f"the package was changed on {moment(changed)}, after that day"

    def unread(self, entity: Entity) -> str:
        """The reason why the record of an entity was not read; empty when it was read.

        The record of an endpoint is that of the snapshot's time, so it says nothing about an earlier day.
        """
        if entity.arn not in self._unread:
            self._unread[entity.arn] = self._why_unread(entity)
        return self._unread[entity.arn]

    @cached_property
    def _unread(self) -> dict[str, str]:
        """The answers of `unread` so far: several checks ask about the same entities."""
        return {}

    def _why_unread(self, entity: Entity) -> str:
        if self.as_of and entity.type == "Endpoint":
            return "the record shows the endpoint at the time of the snapshot, not on that day"
        if entity.label == EntityLabel.ARTIFACT and not is_package(entity):
            return ""
        name = _ASKED.get(entity.label, "")
        fact = facts_of(entity, (name,))[name] if name else None
        return fact.source if fact and fact.state is FactState.NOT_READ else ""

    def upstream(self) -> Iterator[Entity]:
        """The entities that the model comes from; not the model itself."""
        return iter(self._upstream)

    @cached_property
    def _upstream(self) -> tuple[Entity, ...]:
        hops = self.subgraph.hops
        return tuple(each for each in self.subgraph.entities if hops.get(each.arn, 0) < 0)

    def inputs(self, job: Entity) -> tuple[tuple[Entity, str], ...]:
        """The artifacts that a job read, each with its role; the role is empty where none is recorded."""
        if job.arn not in self._inputs:
            self._inputs[job.arn] = tuple(
                (source, str(link.properties.get("role", "")))
                for source, link in self._into.get(job.arn, ())
                if source.label == EntityLabel.ARTIFACT
            )
        return self._inputs[job.arn]

    @cached_property
    def _inputs(self) -> dict[str, tuple[tuple[Entity, str], ...]]:
        """The answers of `inputs` so far: many checks ask for the same ones."""
        return {}

    def data_of(self, job: Entity) -> tuple[tuple[Entity, str], ...]:
        """The data that a job read, each with its role. Lineage calls the script of a processing job a data set."""
        return tuple(
            (each, role)
            for each, role in self.inputs(job)
            if each.type not in _NO_DATA and role.strip().casefold() != _CODE
        )

    def code_of(self, job: Entity) -> tuple[Entity, ...]:
        """The scripts that a job read."""
        return tuple(
            each
            for each, role in self.inputs(job)
            if each.type == "Code" or (each.type not in _NO_DATA and role.strip().casefold() == _CODE)
        )

    @cached_property
    def jobs(self) -> tuple[Entity, ...]:
        """All reviewed jobs: also those before the training."""
        return tuple(each for each in self.subgraph.entities if each.label == EntityLabel.TRIAL_COMPONENT)

    def makers(self, artifact: Entity) -> tuple[Entity, ...]:
        """The jobs that wrote an artifact."""
        found = (source for source, _ in self._into.get(artifact.arn, ()))
        return tuple(each for each in found if each.label == EntityLabel.TRIAL_COMPONENT)

    @cached_property
    def by_arn(self) -> Mapping[str, Entity]:
        """The reviewed entities by ARN."""
        return {each.arn: each for each in self.subgraph.entities}

    @cached_property
    def _into(self) -> Mapping[str, Sequence[tuple[Entity, Association]]]:
        """By the ARN of an entity what leads to it, with the associations."""
        into: defaultdict[str, list[tuple[Entity, Association]]] = defaultdict(list)
        for link in self.subgraph.associations:
            into[link.destination].append((self.by_arn[link.source], link))
        return into


def of_type(entities: Iterable[Entity], *types: str) -> tuple[Entity, ...]:
    """Return the entities of these types."""
    return tuple(each for each in entities if each.type in types)
