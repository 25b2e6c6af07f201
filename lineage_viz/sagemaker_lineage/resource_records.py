"""The records of resources, each on the entities that it describes, as one JSON property without secrets.

The property `record` has a member for each kind of resource: `ModelPackage`, `ModelCards`, `ModelPackageGroup`,
`Endpoint` with `EndpointConfig` and `Models`, `Job` with `PipelineExecution`. `ListedJob` and `ListedModelPackage` are
those of the lists, which are ahead of the search. Lineage writes ARNs in lower case, so
ARNs are compared without case.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from lineage_viz.evidence.record import EXECUTION_TAG, RECORD, at, listed, members, record_of, tag, text
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.sagemaker_lineage.listings import (
    CARDS,
    ENDPOINTS,
    EXECUTIONS,
    GROUPS,
    JOBS,
    LISTED_PACKAGES,
    MODELS,
    PACKAGES,
)
from lineage_viz.sagemaker_lineage.private import without_members, without_private
from lineage_viz.sagemaker_lineage.records import Record, json_value

CONFIGURATIONS, DOMAIN_SETTINGS = "endpoint configuration", "domain setting"
"""The names of the records that are described one by one."""

_KIND = {
    PACKAGES: ("ModelPackage",),
    LISTED_PACKAGES: ("ListedModelPackage",),
    GROUPS: ("ModelPackageGroup",),
    MODELS: ("Models",),
    ENDPOINTS: ("Endpoint",),
    CONFIGURATIONS: ("EndpointConfig", "Models"),
    CARDS: ("ModelCards",),
    EXECUTIONS: ("PipelineExecution",),
    JOBS: ("Job",),
}
"""The members that come from each listing."""

Members = dict[str, object]


class ResourceRecords:
    """The records read in one export, by the entity that they describe.

    `records` are the records of each listing; `configurations` are those of endpoints in service, by their names;
    `served` has the model of each endpoint whose configuration was not needed, and `late` the ARNs of the jobs that a
    list has and the search does not have yet.
    """

    def __init__(
        self,
        records: Mapping[str, Sequence[Record]],
        configurations: Mapping[str, Record | None],
        served: Mapping[str, str] = MappingProxyType({}),
        late: Iterable[str] = (),
    ) -> None:
        self._packages = _by(records[PACKAGES], "ModelPackageArn")
        self._listed = _by(records[LISTED_PACKAGES], "ModelPackageArn")
        self._groups = _by(records[GROUPS], "ModelPackageGroupArn")
        self._endpoints = _by(records[ENDPOINTS], "EndpointArn")
        # One execution has many jobs: it is searched for secrets once.
        self._executions = {
            arn: without_private(each)
            for arn, each in _by(records[EXECUTIONS], "PipelineExecutionArn").items()
        }
        self._execution_texts: dict[str, str] = {}
        self._jobs = _by(records[JOBS], "TrialComponentArn")
        self._late_jobs = {each.casefold() for each in late}
        self._models = {str(m["ModelName"]): each for each in records[MODELS] if (m := each.get("Model"))}
        self._configurations, self._served = configurations, served
        self._cards: defaultdict[str, list[Record]] = defaultdict(list)
        self._group_cards: defaultdict[str, list[Record]] = defaultdict(list)
        for card in _by(records[CARDS], "ModelCardArn").values():  # slices overlap
            subjects = _subjects(card)
            for subject in subjects:
                self._cards[subject.casefold()].append(card)
            if not subjects:  # it is about a group, which it names without an ARN
                self._group_cards[str(card.get("ModelPackageGroupName") or "").casefold()].append(card)

    def members(self, entity: Entity) -> Members:
        """Return the members of the record of an entity, without secrets; empty if no record describes it."""
        key = entity.source.casefold()
        match entity.label:
            case EntityLabel.TRIAL_COMPONENT:
                return self._job(entity.arn.casefold())
            case EntityLabel.ARTIFACT:
                return self._package(key)
            case EntityLabel.CONTEXT:
                return {**self._endpoint(key), **self._group(key)}
        return {}

    def as_json(self, members: Mapping[str, object]) -> str:
        """Return the members of a record as JSON, in the form of `json_value`."""
        texts = (f'"{name}": {self._member_as_json(members[name])}' for name in sorted(members))
        return f"{{{', '.join(texts)}}}"

    def _member_as_json(self, member: object) -> str:
        # One execution has many jobs: it is written once.
        arn = text(member, "PipelineExecutionArn").casefold()
        if not arn or self._executions.get(arn) is not member:
            return json_value(member)
        if arn not in self._execution_texts:
            self._execution_texts[arn] = json_value(member)
        return self._execution_texts[arn]

    def has_job(self, entity: Entity) -> bool:
        """True for a job that the search has."""
        return entity.arn.casefold() in self._jobs

    def _job(self, arn: str) -> Members:
        if arn in self._late_jobs:
            return {"ListedJob": {"TrialComponentArn": arn}}
        job = self._jobs.get(arn, {})
        shown = without_members(job)
        kept = {name: shown[name] for name in ("SourceDetail", "Tags") if job.get(name)}
        return {"Job": kept} if kept else {}

    def of_execution(self, record: Mapping[str, Any]) -> Members:
        """The pipeline execution that the tags in the record of a job name: a job may have been read before it."""
        execution = self._executions.get(tag(at(record, "Job", "Tags"), EXECUTION_TAG).casefold())
        return {"PipelineExecution": execution} if execution else {}

    def _package(self, arn: str) -> Members:
        package, listed = self._packages.get(arn), self._listed.get(arn)
        return _shown(ModelPackage=package, ListedModelPackage=listed, ModelCards=self._cards.get(arn))

    def _endpoint(self, arn: str) -> Members:
        endpoint = self._endpoints.get(arn)
        configuration = (
            self._configurations.get(str(endpoint.get("EndpointConfigName"))) if endpoint else None
        )
        served = self._served.get(str(endpoint.get("EndpointName"))) if endpoint else None
        names = [served] if served else model_names(configuration or {})
        models = [self._models[name] for name in names if name in self._models]
        return _shown(Endpoint=endpoint, EndpointConfig=configuration, Models=models)

    def _group(self, arn: str) -> Members:
        _, of_group, name = arn.partition(":model-package-group/")
        cards = self._group_cards.get(name) if of_group else None
        return _shown(ModelPackageGroup=self._groups.get(arn), ModelCards=cards)


def with_records(
    entities: Iterable[Entity], records: ResourceRecords, refused: Iterable[str] = ()
) -> list[Entity]:
    """The entities with their records. Records of an earlier snapshot stay, but for the kinds that are refused now."""
    dropped = {member for kind in refused for member in _KIND.get(kind, ())}
    return [_with_record(each, records, dropped) for each in entities]


def with_record_of(now: Entity, before: Entity | None) -> Entity:
    """The entity with its record from an earlier snapshot: a quick export renews only what has changed."""
    record = before.text(RECORD) if before else ""
    return replace(now, properties={**now.properties, RECORD: record}) if record else now


def without_records(entity: Entity) -> Entity:
    """The entity without its record."""
    if RECORD not in entity.properties:
        return entity
    return replace(entity, properties={k: v for k, v in entity.properties.items() if k != RECORD})


def model_names(configuration: Record) -> list[str]:
    """The names of the models of an endpoint configuration, with those of its shadow variants."""
    kinds = ("ProductionVariants", "ShadowProductionVariants")
    names = (variant.get("ModelName") for kind in kinds for variant in configuration.get(kind) or ())
    return [str(name) for name in dict.fromkeys(names) if name]


def _with_record(entity: Entity, records: ResourceRecords, dropped: set[str]) -> Entity:
    new = records.members(entity)
    if not new and RECORD not in entity.properties:
        return entity
    old = dropped | {"ListedJob"} if records.has_job(entity) else dropped
    kept = {name: value for name, value in record_of(entity).items() if name not in old}
    current = _current(kept, new)
    current |= records.of_execution(current)
    if not current:
        return without_records(entity)
    return Entity(entity.arn, entity.label, {**entity.properties, RECORD: records.as_json(current)})


def _current(earlier: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The members now: of several cards those that are not new stay, and the listed package only where it is ahead."""
    current = {**earlier, **new}
    if cards := listed(new, "ModelCards"):
        names = {text(card, "ModelCardArn") for card in cards}
        old = [card for card in listed(earlier, "ModelCards") if text(card, "ModelCardArn") not in names]
        current["ModelCards"] = [*old, *cards]
    # The list is ahead of Search: it counts where the two differ.
    package, ahead = (members(current, name) for name in ("ModelPackage", "ListedModelPackage"))
    if package and package.get("ModelApprovalStatus") == ahead.get("ModelApprovalStatus"):
        current.pop("ListedModelPackage", None)
    return current


def _by(records: Iterable[Record], member: str) -> dict[str, Record]:
    return {str(each[member]).casefold(): each for each in records if each.get(member)}


def _shown(**members: object) -> Members:
    return {name: without_private(value) for name, value in members.items() if value}


def _subjects(card: Record) -> set[str]:
    """The ARNs that a model card is about. Its model id is a package's ARN when it is about a package."""
    content = json_of(card.get("Content"), dict)
    return {text(card, "ModelId"), text(content, "model_package_details", "model_package_arn")} - {""}
