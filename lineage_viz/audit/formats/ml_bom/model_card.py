"""The model card of a bill of materials: data, metrics and considerations, as the records have them."""

from collections.abc import Iterator, Mapping
from typing import Any

from lineage_viz.audit.formats.ml_bom.common import filled, properties
from lineage_viz.audit.review import Review
from lineage_viz.evidence.record import listed, number, text
from lineage_viz.json_text import json_of, storable

_RISK = ("intended_uses", "explanations_for_risk_rating")


def model_card(review: Review) -> dict[str, object]:
    """Return the card of the reviewed model; empty when nothing is recorded."""
    record = review.record(review.package)
    cards = [(each, json_of(text(each, "Content"), dict) or {}) for each in listed(record, "ModelCards")]
    metrics = [*_metrics(review), *_reports(record)]
    return filled(
        modelParameters=filled(
            task=text(record, "ModelPackage", "Task").lower(),
            datasets=[{"ref": arn} for arn in dict.fromkeys(_data(review))],
        ),
        quantitativeAnalysis=filled(performanceMetrics=metrics),
        considerations=filled(
            useCases=_texts(cards, ("intended_uses", "purpose_of_model"), ("intended_uses", "intended_uses")),
            ethicalConsiderations=[
                filled(
                    name=f"Risk rating: {storable(rating)}",
                    mitigationStrategy=storable(text(content, *_RISK)),
                )
                for card, content in cards
                if (rating := text(card, "RiskRating"))
            ],
        ),
        properties=[one for card, _ in cards for one in _about(card)],
    )


def _data(review: Review) -> Iterator[str]:
    """The ARNs of the data sets that the training read."""
    for job in review.producers:
        yield from (each.arn for each, _ in review.inputs(job) if each.type != "Image")


def _metrics(review: Review) -> Iterator[dict[str, object]]:
    """The last value of each metric of the training."""
    for job in review.producers:
        for metric in json_of(job.text("metrics"), list) or []:
            value = number(metric, "Last")
            if value is not None:
                yield {
                    "type": storable(text(metric, "MetricName")),
                    "value": f"{value:g}",
                    "slice": "training job",
                }


def _reports(record: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """The reports of the evaluation, by their address and digest."""
    metrics = record.get("ModelPackage", {}).get("ModelMetrics", {}) if record else {}
    for kind, reports in sorted(metrics.items()) if isinstance(metrics, dict) else ():
        for name in sorted(reports) if isinstance(reports, dict) else ():
            if uri := text(reports, name, "S3Uri"):
                digest = text(reports, name, "ContentDigest") or "digest not recorded"
                yield {"type": storable(f"{kind} {name}"), "value": storable(f"{uri} ({digest})")}


def _texts(cards: list[tuple[Any, Any]], *paths: tuple[str, str]) -> list[str]:
    found = (text(content, *path) for _, content in cards for path in paths)
    return [storable(each) for each in dict.fromkeys(found) if each]


def _about(card: object) -> list[dict[str, str]]:
    return properties(
        card=text(card, "ModelCardArn"),
        card_status=text(card, "ModelCardStatus"),
        card_changed=text(card, "LastModifiedTime"),
    )
