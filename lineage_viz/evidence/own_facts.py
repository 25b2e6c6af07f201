"""The facts of a package, job, group or file: from its record and from its neighbours in the lineage."""

from collections.abc import Iterator, Mapping, Sequence

from lineage_viz.approval import is_approval, is_package
from lineage_viz.evidence.decisions import decisions
from lineage_viz.evidence.fact import (
    NOT_RECORDED,
    Fact,
    known_or,
    not_read,
)
from lineage_viz.evidence.jobs import job_facts, metric_facts
from lineage_viz.evidence.package_metric import cards_of, package_metric
from lineage_viz.evidence.record import RECORD, record_of, record_of_many, user
from lineage_viz.evidence.services import DECISIONS
from lineage_viz.evidence.versions import version_facts
from lineage_viz.model import Entity, EntityLabel

JOBS, PACKAGES, ENDPOINTS, CONFIGURATIONS, MODELS, EXECUTIONS, CARDS, GROUPS = (
    "job", "model package", "endpoint", "endpoint configuration", "model", "pipeline execution", "model card",
    "model package group",
)  # fmt: skip
"""The kinds of records that facts come from."""
LAGS = "SageMaker's search did not have its record yet, only its list did; export again in a few minutes"
"""The reason for a package or a job that was made so shortly before the export that only the list has it."""
GROUP_RECORD = "the record of the group"


class OwnFacts:
    """The facts that do not depend on what endpoints serve. Those of a package are derived once.

    `not_read` has the kinds of records that were not read, with the reason.
    """

    def __init__(
        self, entities: Mapping[str, Entity], into: Mapping[str, Sequence[str]], not_read: Mapping[str, str]
    ) -> None:
        self._all, self._into, self._why_not = entities, into, not_read
        self._packages: dict[str, Mapping[str, Fact]] = {}

    def of(self, entity: Entity) -> Mapping[str, Fact]:
        """The facts from the record of an entity and from its neighbours; none if it is unresolved."""
        if entity.arn in self._packages:
            return self._packages[entity.arn]
        facts = {} if entity.unresolved else self._derived(entity)
        if is_package(entity):  # each endpoint that serves it asks again
            self._packages[entity.arn] = facts
        return facts

    def first_reason(self, *kinds: str) -> str:
        """The reason why one of these kinds of records was not read; empty when all were."""
        return next(filter(None, (self._why_not.get(kind, "") for kind in kinds)), "")

    def before(self, entity: Entity) -> Sequence[Entity]:
        """The entities from which associations lead to this one."""
        return [self._all[arn] for arn in dict.fromkeys(self._into.get(entity.arn, ())) if arn in self._all]

    def _derived(self, entity: Entity) -> Mapping[str, Fact]:
        if entity.label == EntityLabel.TRIAL_COMPONENT:
            return self._of_job(entity)
        if is_package(entity):
            return self._of_package(entity)
        if entity.label == EntityLabel.CONTEXT and entity.type == "ModelGroup":
            owner = user(record_of(entity), "ModelPackageGroup", "CreatedBy")
            return {"owner": known_or(owner, GROUP_RECORD, self._why_not.get(GROUPS, ""))}
        is_told = RECORD in entity.properties or entity.text("sourceids")
        return (
            version_facts(entity, record_of(entity), "")
            if is_told and entity.label == EntityLabel.ARTIFACT
            else {}
        )

    def _of_job(self, job: Entity) -> Mapping[str, Fact]:
        record, why_not = record_of_many(job), self._why_no_job(job)
        facts = job_facts(job, record, why_not, self._why_not.get(EXECUTIONS, ""))
        return facts | version_facts(job, record, why_not)

    def _of_package(self, package: Entity) -> dict[str, Fact]:
        record = record_of(package)
        lags = LAGS if "ListedModelPackage" in record and "ModelPackage" not in record else ""
        why_not = self._why_not.get(PACKAGES, "") or lags
        owner = user(record, "ModelPackage", "CreatedBy")
        unserved = self.first_reason(ENDPOINTS, CONFIGURATIONS, MODELS)
        trainings = list(self._trainings(package))
        unread = next(filter(None, map(self._why_no_job, trainings)), "") or self.first_reason(JOBS, CARDS)
        approvals = [each for each in self.before(package) if is_approval(each)]
        return {
            **decisions(record, approvals, why_not, self._why_not.get(DECISIONS, "")),
            **version_facts(package, record, why_not),
            "owner": known_or(owner, "the model registry", why_not),
            **metric_facts(package_metric(record, trainings, unread or why_not, self._why_no_job)),
            "modelcard": known_or(cards_of(record), "the model card", self._why_not.get(CARDS, "")),
            # `_served` has the endpoints that the lineage or their records show; without records there may be more.
            "servedby": not_read(unserved) if unserved else NOT_RECORDED,
        }

    def _why_no_job(self, job: Entity) -> str:
        """The reason why the record of a job was not read; empty when it was."""
        why_not = self._why_not.get(JOBS, "")
        if why_not or "ListedJob" not in job.text(RECORD):  # to read every record takes longer
            return why_not
        record = record_of(job)
        return LAGS if "ListedJob" in record and "Job" not in record else ""

    def _trainings(self, package: Entity) -> Iterator[Entity]:
        """The jobs that made the model files of a package."""
        for file in self.before(package):
            if file.type == "Model" and not is_package(file):
                yield from (each for each in self.before(file) if each.label == EntityLabel.TRIAL_COMPONENT)
