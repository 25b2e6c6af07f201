"""The reviewed lineage as OpenLineage run events (specification 2-0-2), the only kind that Amazon DataZone accepts.

A job has an event for its start and one for its end. A registration, a decision and a deployment have one event each.
The id of a run is a UUID of its ARN, so it is the same in each bundle.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from lineage_viz.arn import Arn, person
from lineage_viz.audit.formats.traits import commit, execution, is_file, is_job, sha256, stable_id, version
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.report import Report
from lineage_viz.evidence.addresses import file_parts
from lineage_viz.json_text import storable
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.title import title

PRODUCER = "urn:" + MADE_BY.replace("_", "-").replace(" ", ":")
_SPEC = "https://openlineage.io/spec"
_EVENT = f"{_SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
_VERSIONS = {
    "DatasetVersionDatasetFacet": "1-0-1", "SymlinksDatasetFacet": "1-0-1", "OwnershipJobFacet": "1-0-1",
    "JobTypeJobFacet": "2-0-4", "SourceCodeLocationJobFacet": "1-1-0", "ParentRunFacet": "1-2-0",
    "TestRunFacet": "1-0-1",
}  # fmt: skip
_ENDS = {"Completed": "COMPLETE", "Failed": "FAIL", "Stopped": "ABORT"}
_TESTED = {Outcome.PASS: "pass", Outcome.FAIL: "fail", Outcome.ERROR: "fail", Outcome.WARN: "fail"}
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""An event needs a time. One without a recorded time says OTHER, and this."""


def events(report: Report) -> list[dict[str, Any]]:
    """Return the run events of a review, oldest first."""
    found = [*_Lineage(report).events()]
    return sorted(found, key=lambda each: (each["eventTime"], each["run"]["runId"], each["eventType"]))


class _Lineage:
    def __init__(self, report: Report) -> None:
        self._report, self._review = report, report.review
        by_arn = {each.arn: each for each in self._review.subgraph.entities}
        self._links = [(by_arn[e.source], by_arn[e.destination]) for e in self._review.subgraph.associations]

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield the events in no order."""
        for entity in self._review.subgraph.entities:
            if is_job(entity):
                yield from self._of_job(entity)
            elif entity.label == EntityLabel.ACTION:
                yield self._of_action(entity)
        if package := self._review.package:
            yield self._registration(package)

    def _of_job(self, job: Entity) -> Iterator[dict[str, Any]]:
        begin, end = (job.properties.get(name) for name in ("starttime", "endtime"))
        if isinstance(begin, datetime):
            yield self._event(job, "START", begin, outputs=())
        ended = end if isinstance(end, datetime) else None
        type_ = _ENDS.get(job.status, "OTHER") if ended else "OTHER"
        yield self._event(job, type_, ended or job.created, self._after(job))

    def _of_action(self, action: Entity) -> dict[str, Any]:
        """A decision reads the package; a deployment writes the endpoint."""
        type_ = _ENDS.get(action.status, "OTHER") if action.created else "OTHER"
        after = self._after(action)
        if action.type != "Approval":
            return self._event(action, type_, action.created, after)
        return self._event(action, type_, action.created, (), inputs=(*self._before(action), *after))

    def _registration(self, package: Entity) -> dict[str, Any]:
        """The package comes from its model files. The checks of the audit are tests of it."""
        type_ = "COMPLETE" if package.created else "OTHER"
        event = self._event(package, type_, package.created, (package,))
        event["run"]["facets"]["test"] = _facet("TestRunFacet", tests=[*self._tests()])
        return event

    def _tests(self) -> Iterator[dict[str, str]]:
        for result in self._report.results:
            heavy = "error" if result.check.severity.rank < 2 and not result.is_waived else "warn"
            yield {
                "name": result.check.id,
                "status": _TESTED.get(result.outcome, "skip"),
                "severity": heavy,
                "type": str(result.outcome),
                "description": result.check.rule,
            }

    def _event(
        self,
        entity: Entity,
        type_: str,
        at: datetime | None,
        outputs: Iterable[Entity],
        inputs: Iterable[Entity] | None = None,
    ) -> dict[str, Any]:
        read = self._before(entity) if inputs is None else inputs
        record = self._review.record(entity)
        return {
            "eventTime": (at or _UNDATED).astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "eventType": type_,
            "producer": PRODUCER,
            "schemaURL": _EVENT,
            "run": {"runId": str(stable_id(entity.arn)), "facets": dict(_run_facets(record))},
            "job": {
                "namespace": _namespace(entity),
                "name": _name(entity),
                "facets": dict(_job_facets(entity)),
            },
            "inputs": [_dataset(each) for each in read],
            "outputs": [_dataset(each) for each in outputs],
        }

    def _before(self, entity: Entity) -> tuple[Entity, ...]:
        return tuple(one for one, end in self._links if end.arn == entity.arn and is_data(one))

    def _after(self, entity: Entity) -> tuple[Entity, ...]:
        return tuple(end for one, end in self._links if one.arn == entity.arn and is_data(end))


def is_data(entity: Entity) -> bool:
    """True for what a run reads or writes: an artifact or an endpoint."""
    return is_file(entity) or entity.type in ("Image", "Endpoint")


def _run_facets(record: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    if run := execution(record):
        pipeline = run.partition("/execution/")[0]
        job = {"namespace": _of(Arn.parse(run)), "name": storable(pipeline.rpartition("/")[2] or run)}
        yield "parent", _facet("ParentRunFacet", run={"runId": str(stable_id(run))}, job=job)


def _job_facets(entity: Entity) -> Iterator[tuple[str, object]]:
    kind = (entity.type or entity.label).removeprefix("SageMaker").upper()
    yield "jobType", _facet("JobTypeJobFacet", processingType="BATCH", integration="SAGEMAKER", jobType=kind)
    if who := entity.text("createdby"):
        yield "ownership", _facet("OwnershipJobFacet", owners=[{"name": person(who), "type": "MAINTAINER"}])
    code, repository = commit(entity), entity.text("repository")
    if code and repository:
        where = {"type": "git", "url": repository, "repoUrl": repository, "version": code}
        yield "sourceCodeLocation", _facet("SourceCodeLocationJobFacet", **where)


def _dataset(entity: Entity) -> dict[str, Any]:
    facets: dict[str, object] = {
        "symlinks": _facet(
            "SymlinksDatasetFacet",
            identifiers=[
                {"namespace": _of(Arn.parse(entity.arn)), "name": entity.arn, "type": entity.type or "ENTITY"}
            ],
        )
    }
    if found := version(entity) or sha256(entity):
        facets["version"] = _facet("DatasetVersionDatasetFacet", datasetVersion=storable(found))
    parts = file_parts(entity.source)
    namespace, name = (f"s3://{parts[0]}", parts[1] or "/") if parts else (_namespace(entity), _name(entity))
    return {"namespace": namespace, "name": storable(name), "facets": facets}


def _facet(name: str, **members: object) -> dict[str, object]:
    url = f"{_SPEC}/facets/{_VERSIONS[name]}/{name}.json#/$defs/{name}"
    return {"_producer": PRODUCER, "_schemaURL": url, **members}


def _namespace(entity: Entity) -> str:
    return _of(Arn.parse(entity.arn))


def _of(arn: Arn) -> str:
    """The service, account and region of an ARN; the naming of OpenLineage has none for SageMaker."""
    return f"{arn.service or 'lineage'}://{arn.account or 'local'}.{arn.region or 'local'}"


def _name(entity: Entity) -> str:
    source = entity.source
    return storable(
        source if source.startswith("arn:") and entity.label != EntityLabel.ACTION else title(entity)
    )
