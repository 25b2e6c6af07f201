"""The making of a model in a bill of materials: a workflow for each pipeline execution, a task for each job."""

from collections import defaultdict
from collections.abc import Iterator

from lineage_viz.audit.formats.ml_bom.common import filled, iso, properties
from lineage_viz.audit.formats.traits import commit, execution, is_job, role
from lineage_viz.audit.review import Review
from lineage_viz.json_text import storable
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.title import title

_TASKS = {
    "SageMakerTrainingJob": "build",
    "SageMakerProcessingJob": "other",
    "SageMakerTransformJob": "other",
}


def formulation(review: Review) -> list[dict[str, object]]:
    """Return the workflows of the review; empty without a job."""
    by_run: defaultdict[str, list[Entity]] = defaultdict(list)
    for job in filter(is_job, review.subgraph.entities):
        by_run[execution(review.record(job))].append(job)
    links = _Links(review)
    flows = [_workflow(run, jobs, review, links) for run, jobs in sorted(by_run.items())]
    return [{"bom-ref": f"formula:{review.model.arn}", "workflows": flows}] if flows else []


class _Links:
    """The artifacts that each job read and wrote."""

    def __init__(self, review: Review) -> None:
        data = {e.arn for e in review.subgraph.entities if e.label == EntityLabel.ARTIFACT}
        self.read: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.written: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for each in review.subgraph.associations:
            name = str(each.properties.get("role", ""))
            if each.source in data:
                self.read[each.destination].setdefault(each.source, name)
            if each.destination in data:
                self.written[each.source].setdefault(each.destination, name)


def _workflow(run: str, jobs: list[Entity], review: Review, links: _Links) -> dict[str, object]:
    uid = run or f"jobs-without-an-execution:{review.model.arn}"
    return filled(
        bom_ref=f"workflow:{uid}",
        uid=uid,
        name=storable(
            run.partition("/execution/")[0].rpartition("/")[2] or "Jobs without a pipeline execution"
        ),
        taskTypes=sorted({_TASKS.get(each.type, "other") for each in jobs}),
        tasks=[_task(each, review, links) for each in jobs],
    )


def _task(job: Entity, review: Review, links: _Links) -> dict[str, object]:
    return filled(
        bom_ref=job.arn,
        uid=job.source or job.arn,
        name=storable(title(job)),
        taskTypes=[_TASKS.get(job.type, "other")],
        inputs=[*_resources(links.read[job.arn])],
        outputs=[{"type": "artifact", **each} for each in _resources(links.written[job.arn])],
        timeStart=iso(job.properties.get("starttime")),
        timeEnd=iso(job.properties.get("endtime")),
        properties=properties(
            status=job.status,
            type=job.type,
            commit=commit(job),
            repository=job.text("repository"),
            role=role(review.record(job)),
        ),
    )


def _resources(found: dict[str, str]) -> Iterator[dict[str, object]]:
    for arn, name in found.items():
        yield filled(resource={"ref": arn}, properties=properties(role=name))
