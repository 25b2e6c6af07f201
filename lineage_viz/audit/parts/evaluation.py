"""The evidence about the quality of a model in a report: evaluations, metrics, reports and cards."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from lineage_viz.audit.field import Field, FieldValue, fact_field, field, record_field
from lineage_viz.audit.review import Review
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.record import listed, members, number, text, time
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import moment

_NO_PACKAGE = "the model is in no model package"


def evaluation(review: Review) -> Iterator[Field]:
    """Yield the fields about evaluations, metrics, reports and cards."""
    yield field(
        "Evaluation",
        [FieldValue(_job(each), each.arn, "the lineage") for each in review.evaluations],
        "no processing job read the model before the decision",
    )
    written = [(job, each) for job in review.evaluations for each in _outputs(review, job)]
    yield field(
        "Output of the evaluation",
        [FieldValue(each.source or title(each), each.arn, "the lineage") for _, each in written],
    )
    for job in review.producers:
        yield fact_field("Key metric", review, job, "keymetric")
        yield field(
            "Metrics of the training",
            [FieldValue(each, job.arn, "the trial component") for each in _metrics(job)],
        )
    package = review.package
    if package is None:
        yield field("Report", [], _NO_PACKAGE)
        yield field("Model card", [], _NO_PACKAGE)
        return
    record = review.record(package)
    yield record_field("Report", review, package, _reports(record), "the model registry")
    fact = review.fact(package, "modelcard")
    unread = fact.source if fact.state is FactState.NOT_READ else review.unread(package)
    cards = [] if unread else [_card(each) for each in listed(record, "ModelCards")]
    yield field(
        "Model card", [FieldValue(each, package.arn, "the model card") for each in cards], unread=unread
    )


def _job(job: Entity) -> str:
    end = job.properties.get("endtime")
    ended = f", ended {moment(end)}" if isinstance(end, datetime) else ", end not recorded"
    return f"{title(job)}, {job.status or 'status not recorded'}{ended}"


def _outputs(review: Review, job: Entity) -> Iterator[Entity]:
    return (
        review.by_arn[each.destination] for each in review.subgraph.associations if each.source == job.arn
    )


def _metrics(job: Entity) -> Iterator[str]:
    """The last value of each metric."""
    for metric in json_of(job.text("metrics"), list) or []:
        last = number(metric, "Last")
        if last is not None:
            yield f"{text(metric, 'MetricName')}: {last:g}"


def _reports(record: Mapping[str, Any]) -> Iterator[str]:
    for kind, reports in sorted(members(record, "ModelPackage", "ModelMetrics").items()):
        for name in sorted(members(reports)):
            uri, digest = (text(reports, name, each) for each in ("S3Uri", "ContentDigest"))
            if uri:
                yield f"{kind} {name}: {uri}, {digest or 'digest not recorded'}"


def _card(found: object) -> str:
    changed = time(found, "LastModifiedTime")
    parts = (
        text(found, "ModelCardName"),
        text(found, "ModelCardStatus") or "status not recorded",
        f"risk rating {text(found, 'RiskRating') or 'not recorded'}",
        f"last changed {moment(changed)}" if changed else "time not recorded",
    )
    return ", ".join(filter(None, parts))
