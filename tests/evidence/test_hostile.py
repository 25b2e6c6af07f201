"""Records with any content, of any type and at any depth, give no error and no fact that is not in them."""

import json
from datetime import UTC, datetime

import pytest

from lineage_viz.aws_evidence.addresses import files_of, images_of
from lineage_viz.aws_evidence.trail import _decisions
from lineage_viz.evidence import with_facts
from lineage_viz.evidence.as_of import known_then
from lineage_viz.evidence.describing import described
from lineage_viz.evidence.fact import SOURCES, Fact, FactState, facts_of
from lineage_viz.evidence.words import decisions_of, warning
from lineage_viz.facts import sections
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity, Value
from lineage_viz.picture.card_facts import key_fact

SAGEMAKER = "arn:aws:sagemaker:eu-west-1:123456789012:"
DEEP = "[" * 5_000
WRONG: list[object] = [3, True, "text", [], {}, [None], {"Arn": 5}, ["a", 1], "9999-12-31T23:59:59-14:00"]


def job(**properties: Value) -> Entity:
    arn = f"{SAGEMAKER}experiment-trial-component/train"
    return Entity(arn, "trial_component", {"arn": arn, "type": "SageMakerTrainingJob", **properties})


def package(**properties: Value) -> Entity:
    arn = f"{SAGEMAKER}artifact/package"
    source = f"{SAGEMAKER}model-package/fraud/1"
    return Entity(arn, "artifact", {"arn": arn, "type": "Model", "sourceuri": source, **properties})


def file(**properties: Value) -> Entity:
    arn = f"{SAGEMAKER}artifact/file"
    return Entity(
        arn, "artifact", {"arn": arn, "type": "DataSet", "sourceuri": "s3://bucket/train.csv", **properties}
    )


def endpoint(**properties: Value) -> Entity:
    arn = f"{SAGEMAKER}context/endpoint"
    return Entity(
        arn, "context", {"arn": arn, "type": "Endpoint", "sourceuri": f"{SAGEMAKER}endpoint/e", **properties}
    )


def with_its_facts(entity: Entity) -> Entity:
    """The entity with its facts, after everything that reads them has read them."""
    (known,), _ = with_facts([entity], [], {})
    files_of(known), images_of(known), key_fact(known), sections(known), warning(known), decisions_of(known)
    known_then(known, datetime(2026, 1, 1, tzinfo=UTC))
    json_text(described(known)).encode()
    json_text(dict(known.properties), default=str, ensure_ascii=False).encode()
    return known


def fact(entity: Entity, name: str) -> Fact:
    return facts_of(with_its_facts(entity), (name,))[name]


@pytest.mark.parametrize("text", [DEEP, "no JSON", "[3]", "3", '"\\ud800"', "{", '{"S3ETag": ["a", "b"]}'])
def test_a_property_with_any_text_gives_no_error(text: str) -> None:
    names = ("record", "metrics", "inputs", "outputs", "sourceids", "parameters", "properties", "decisions")
    for make in (job, package, file, endpoint):
        with_its_facts(make(**dict.fromkeys(names, text)))
    assert fact(file(sourceids=text), "fileversion").state is not FactState.KNOWN
    assert fact(job(metrics=text), "keymetric").state is FactState.NOT_RECORDED


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_member_of_the_wrong_type_gives_no_error_and_no_fact(wrong: object) -> None:
    source = {
        "TrainingJob": {"HyperParameters": {"sagemaker_submit_directory": wrong}, "InputDataConfig": wrong}
    }
    with_its_facts(job(record=json.dumps({"Job": {"SourceDetail": source, "Tags": wrong}})))
    with_its_facts(endpoint(record=json.dumps({"Endpoint": wrong, "Models": wrong, "EndpointConfig": wrong})))
    person = {"UserProfileArn": 5, "IamIdentity": wrong}
    members = {
        "CreatedBy": wrong,
        "LastModifiedBy": person,
        "CreationTime": wrong,
        "ModelApprovalStatus": [wrong],
        "ModelMetrics": {"Bias": wrong},
        "InferenceSpecification": {"Containers": [wrong]},
    }
    event = {"IamIdentity": wrong, "EventTime": wrong, "ModelApprovalStatus": "Approved"}
    record = {"ModelPackage": members, "Decisions": [event], "ListedModelPackage": wrong}
    known = with_its_facts(package(record=json.dumps(record)))
    assert known.text("approval") == "Approved"  # of the event
    assert "owner" not in known.properties
    assert "decidedat" not in known.properties


@pytest.mark.parametrize("last", ["NaN", "Infinity", "1e999", "9" * 400, "true", '"0.9"', "null"])
def test_a_metric_without_a_finite_number_is_no_key_metric(last: str) -> None:
    metrics = f'[{{"MetricName": "validation:accuracy", "Last": {last}}}, {{"MetricName": 3, "Last": 0.9}}]'
    assert fact(job(metrics=metrics), "keymetric").state is FactState.NOT_RECORDED


def test_facts_that_are_no_json_are_not_read() -> None:
    for text in (DEEP, "no", "[]"):
        torn = package(**{SOURCES: text, "approval": "Approved", "decisions": text})
        assert facts_of(torn, ("approval",))["approval"].state is FactState.NOT_READ
        described(torn)


def test_an_event_of_cloudtrail_with_any_text_is_no_decision() -> None:
    assert list(_decisions([{"CloudTrailEvent": text} for text in (DEEP, "[]", "no", None)])) == []
