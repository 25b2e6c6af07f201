"""The key metric of a package: of the training of its file, or of its cards."""

import json
from typing import Any

import pytest

from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.fact import FactState
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import measured
from tests.evidence.fraud_lineage import chain, derived, entity, fact, package, registry

NONE = FactState.NOT_RECORDED


def card(**content: Any) -> dict[str, Any]:
    return {"ModelCard": {"ModelCardContent": json.dumps(content)}}


EVALUATED = card(evaluation_details=[{"metric_groups": [{"metric_data": [{"name": "auc", "value": 0.91}]}]}])
TRAINED = card(
    training_details={"training_job_details": {"training_metrics": [{"name": "rmse", "value": 4}]}}
)
BROKEN = card(evaluation_details=[{"metric_groups": {"metric_data": 7}}, None], training_details=[1])


def training(*metrics: tuple[str, float]) -> Entity:
    values = json.dumps([{"MetricName": name, "Last": value} for name, value in metrics])
    return entity(
        "job/train", "trial_component", "SageMakerTrainingJob", 0, metrics=values, displayname="train"
    )


@pytest.mark.parametrize(
    ("metrics", "more", "value", "source"),
    [
        (
            [("train:loss", 0.2), ("validation:accuracy", 0.9081)],
            EVALUATED,
            "validation:accuracy 0.908",
            "train, which made",
        ),
        ([], EVALUATED, "auc 0.91", "the model card"),
        ([], TRAINED, "rmse 4", "the model card"),
        ([], BROKEN, None, ""),
        ([], {}, None, ""),
    ],
)
def test_the_training_tells_the_metric_or_else_the_card(
    metrics: list[tuple[str, float]], more: dict[str, Any], value: str | None, source: str
) -> None:
    file, version = (
        entity("artifact/file", "artifact", "Model", 0, sourceuri="s3://b/m.tar.gz"),
        package(1, registry(**more)),
    )
    job = training(*metrics)
    found = derived([job, file, version], chain(job, file, version))
    known = fact(found, version, "keymetric")
    assert (known.value, known.state is NONE) == (value, value is None)
    assert source in known.source
    assert measured(found[version.arn]) == (value or "").rpartition(":")[2]
    assert (value in brief(found[version.arn])) is bool(value)


def test_a_metric_of_records_that_were_refused_is_not_read() -> None:
    for kind in ("job", "model package"):
        found = derived([package(1)], not_read={kind: "AWS denied it"})
        assert fact(found, package(1), "keymetric").state is FactState.NOT_READ
