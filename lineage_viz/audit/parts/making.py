"""The making of a model in a report: its jobs, their code, parameters and pipeline."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from lineage_viz.audit.field import Field, FieldValue, fact_field, field, record_field
from lineage_viz.audit.review import Review
from lineage_viz.evidence.jobs import why_no_execution
from lineage_viz.evidence.record import at, listed, members, scripts, text
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, value_text
from lineage_viz.title import title
from lineage_viz.words import inside, moment, type_words

_JOB, _EXECUTION = "the record of the job", "the record of the pipeline execution"
_KINDS = ("TrainingJob", "ProcessingJob", "TransformJob")


def making(review: Review) -> Iterator[Field]:
    """Yield the fields about each job that made the model, and about the attempts before."""
    jobs = [
        FieldValue(f"{title(each)} ({inside(type_words(each.type or each.label))})", each.arn, "the lineage")
        for each in review.producers
    ]
    yield field("Job that made the model", jobs)
    for job in review.producers:
        yield from _of_job(review, job)
    tried = [FieldValue(f"{title(each)}, {each.status}", each.arn, "the lineage") for each in review.attempts]
    yield field("Attempts that did not complete", tried, "no other attempt of the same step is recorded")
    if package := review.package:
        yield fact_field("Commit of the package", review, package, "commit")


def _of_job(review: Review, job: Entity) -> Iterator[Field]:
    record = review.record(job)
    detail = _detail(record)
    yield field("Status", [FieldValue(job.status, job.arn, "the lineage")])
    yield _time("Started", job, "starttime")
    yield _time("Ended", job, "endtime")
    yield fact_field("Duration", review, job, "duration")
    yield record_field("Role", review, job, [text(detail, "RoleArn")], _JOB)
    yield fact_field("Pipeline step", review, job, "step")
    yield fact_field("Pipeline execution", review, job, "execution")
    yield record_field(
        "Parameters of the pipeline",
        review,
        job,
        _named(record, "PipelineExecution"),
        _EXECUTION,
        why_no_execution(job),
    )
    yield _parameters(review, job, detail)
    yield fact_field("Commit", review, job, "commit")
    repository = FieldValue(job.text("repository"), job.arn, "the trial component")
    yield field("Repository", [repository], unread=review.unread(job))
    yield record_field("Scripts", review, job, [scripts(record)], _JOB)
    version = "Version of the scripts"
    if scripts(record):
        yield fact_field(version, review, job, "codeversion")
    else:
        yield field(version, (), "no scripts are recorded", unread=review.unread(job))
    yield record_field("Image of the job", review, job, [_image(detail)], _JOB)
    yield fact_field("Digest of the image of the job", review, job, "imagedigest")
    yield fact_field("Image tag moved since the job", review, job, "imagemoved")


def _parameters(review: Review, job: Entity, detail: Mapping[str, Any]) -> Field:
    """The parameters of a job, by its record or else by the trial component. Secrets were hidden at the export."""
    found = members(detail, "HyperParameters")
    if found:
        return record_field("Parameters", review, job, _pairs(found), _JOB)
    found = json_of(job.text("parameters"), dict) or {}
    values = [FieldValue(each, job.arn, "the trial component") for each in _pairs(found)]
    return field("Parameters", values, unread=review.unread(job))


def _pairs(found: Mapping[str, Any]) -> Iterator[str]:
    return (f"{name}: {value_text(value) if isinstance(value, str | int | float | bool) else value}"
            for name, value in sorted(found.items()))  # fmt: skip


def _named(record: Mapping[str, Any], member: str) -> Iterator[str]:
    return (
        f"{text(each, 'Name')}: {text(each, 'Value')}"
        for each in listed(record, member, "PipelineParameters")
    )


def _detail(record: Mapping[str, Any]) -> Mapping[str, Any]:
    detail = at(record, "Job", "SourceDetail")
    return next((found for kind in _KINDS if (found := members(detail, kind))), {})


def _image(detail: Mapping[str, Any]) -> str:
    return text(detail, "AlgorithmSpecification", "TrainingImage") or text(
        detail, "AppSpecification", "ImageUri"
    )


def _time(name: str, job: Entity, property_: str) -> Field:
    found = job.properties.get(property_)
    words = moment(found) if isinstance(found, datetime) else ""
    return field(name, [FieldValue(words, job.arn, "the lineage")])
