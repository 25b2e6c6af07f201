"""Inputs that could make an audit say something good of the wrong model or person."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.errors import NotAssessable
from lineage_viz.evidence import with_facts
from lineage_viz.evidence.status_changes import State, changes
from lineage_viz.model import Association, Entity, SnapshotInfo
from lineage_viz.store.local import LocalStore
from tests.deployments import ENDPOINT, arn, lineage
from tests.sample import HOME, START, Listed

PERSON = HOME + "user-profile/d-1/"
DIGESTS = tuple(f"sha256:{letter * 64}" for letter in "ab")


def entity(
    arn: str, label: str, type_: str, source: str, day: int, record: Any = None, **more: str
) -> Entity:
    kept = {"record": json.dumps(record)} if record else {}
    at = START + timedelta(days=day)
    return Entity(
        HOME + arn,
        label,
        {"arn": HOME + arn, "type": type_, "sourceuri": source, "creationtime": at, **more, **kept},
    )


def package(version: int, status: str = "Approved", **members: Any) -> Entity:
    record = {"ModelApprovalStatus": status, "CreatedBy": {"UserProfileArn": PERSON + "anna"}, **members}
    source = HOME + f"model-package/fraud/{version}"
    return entity(f"artifact/package-{version}", "artifact", "Model", source, 0, {"ModelPackage": record})


def approval(version: int, day: int = 1, by: str = "bob") -> Entity:
    return entity(
        f"action/approval-{version}", "action", "Approval", HOME + f"model-package/fraud/{version}", day,
        name=f"fraud-{version}-Approved-1770595865-aws-model-package", status="Completed", createdby=PERSON + by,
    )  # fmt: skip


def deployment(version: int, day: int = 2) -> Entity:
    return entity(
        f"action/deployment-{version}",
        "action",
        "ModelDeployment",
        HOME + "endpoint/e",
        day,
        status="Completed",
    )


def endpoint(*models: tuple[str, int], **members: Any) -> Entity:
    """An endpoint in service; each model is of a version, or of none with the version 0."""
    found = [
        {
            "Model": {
                "ModelName": name,
                "Containers": [{"ModelPackageName": HOME + f"model-package/fraud/{version}"}],
            }
        }
        for name, version in models
    ]
    variants = [{"VariantName": name, "ModelName": name} for name, _ in models]
    record = {
        "Endpoint": {"EndpointStatus": "InService", "EndpointName": "e", **members},
        "EndpointConfig": {"ProductionVariants": variants},
        "Models": found,
    }
    return entity("context/e", "context", "Endpoint", HOME + "endpoint/e", 0, record, name="e")


def linked(*paths: tuple[Entity, ...]) -> list[Association]:
    ends = dict.fromkeys((a.arn, b.arn) for path in paths for a, b in pairwise(path))
    return [Association(a, "ContributedTo", b) for a, b in ends]


def audited(
    subject: Entity, *paths: tuple[Entity, ...], domains: Mapping[str, str] | None = None
) -> Mapping[str, Outcome]:
    entities = list({each.arn: each for path in paths for each in (*path, subject)}.values())
    derived, links = with_facts(entities, linked(*paths), {})
    info = SnapshotInfo("audited", domains=tuple((domains or {"d-1": "USER_PROFILE_NAME"}).items()))
    store = LocalStore([Listed(tuple(derived), tuple(links), info)])
    found = report(read_review(store, store.get(subject.arn)), ())
    return {each.check.id: each.outcome for each in found.results}


def test_the_record_of_an_endpoint_says_which_model_is_live() -> None:
    old, rejected, serving = package(1), package(9, "Rejected"), endpoint(("m", 9))
    paths = ((approval(1), old, deployment(1), serving), (rejected,))
    assert audited(rejected, *paths)["live-still-approved"] is Outcome.FAIL
    assert audited(serving, *paths)["live-still-approved"] is Outcome.FAIL
    assert audited(old, *paths)["live-still-approved"] is Outcome.NOT_APPLICABLE


def test_each_of_several_models_is_audited_on_its_own() -> None:
    one, two, serving, made = package(1), package(2, "Rejected"), endpoint(("m", 1), ("n", 2)), deployment(1)
    paths = ((approval(1), one, made, serving), (two, made))
    assert audited(two, *paths)["live-still-approved"] is Outcome.FAIL
    with pytest.raises(NotAssessable, match=r"e serves 2 models\. Audit each by its ARN"):
        audited(serving, *paths)
    file = entity("artifact/file", "artifact", "Model", "s3://b/model.tar.gz", 0)
    with pytest.raises(NotAssessable, match="is in 2 models"):
        audited(file, (file, one), (file, two))


@pytest.mark.parametrize("blank", ["status", "creationtime"])
def test_an_endpoint_whose_last_deployment_is_not_known_is_no_review_of_an_earlier_model(blank: str) -> None:
    gone = {"endpointstatus": "Deleted", "factsources": "{}"}
    source = lineage("Completed", "Completed", **gone)
    last = next(each for each in source.entities() if each.arn == arn("deployment", 2))
    kept = {name: value for name, value in last.properties.items() if name != blank}
    entities = [replace(each, properties=kept) if each is last else each for each in source.entities()]
    whole = LocalStore([source])
    assert read_review(whole, whole.get(ENDPOINT)).model.arn == arn("package", 2)
    store = LocalStore([Listed(tuple(entities), tuple(source.associations()), source.info)])
    with pytest.raises(
        NotAssessable, match=r"has no status or no time, so it may have served any of 2 models"
    ):
        read_review(store, store.get(ENDPOINT))


def test_the_approver_is_the_person_of_the_decision_and_not_of_the_last_change() -> None:
    by_anna = package(1, LastModifiedBy={"UserProfileArn": PERSON + "bob"})
    assert audited(by_anna, (approval(1, by="anna"), by_anna))["separation-of-duties"] is Outcome.FAIL
    assert audited(by_anna, (approval(1, by="Anna"), by_anna))["separation-of-duties"] is Outcome.FAIL
    assert audited(by_anna, (approval(1, by="bob"), by_anna))["separation-of-duties"] is Outcome.PASS


def seen(status: str, before: str, after: int, until: int) -> Entity:
    """Version 1, whose status changed between two snapshots of these days, and nothing else tells when."""
    changed = changes(
        [State(START + timedelta(days=after), before), State(START + timedelta(days=until), status)]
    )
    version = package(1, status, LastModifiedTime=(START + timedelta(days=90)).isoformat())
    record = {**json.loads(version.text("record")), "StatusChanges": changed}
    return replace(version, properties={**version.properties, "record": json.dumps(record)})


@pytest.mark.parametrize(
    ("status", "before", "deployed", "outcome"),
    [
        ("Approved", "PendingManualApproval", 4, Outcome.FAIL),
        ("Approved", "PendingManualApproval", 6, Outcome.WARN),
        ("Approved", "PendingManualApproval", 9, Outcome.PASS),
        ("Rejected", "Approved", 6, Outcome.WARN),
        ("Rejected", "Approved", 9, Outcome.FAIL),
    ],
)
def test_a_deployment_between_two_snapshots_with_another_status_is_uncertain(
    status: str, before: str, deployed: int, outcome: Outcome
) -> None:
    version = seen(status, before, 5, 8)
    found = audited(version, (version, deployment(1, deployed), endpoint(("m", 1))))
    assert found["approved-when-deployed"] is outcome


def test_the_report_says_between_which_snapshots_a_decision_was_made() -> None:
    version = seen("Approved", "PendingManualApproval", 5, 8)
    derived, _ = with_facts([version], [], {})
    store = LocalStore([Listed(tuple(derived), ())])
    fields = {
        each.name: each
        for part in report(read_review(store, derived[0]), ()).sections
        for each in part.fields
    }
    (value,) = fields["In force"].values
    between = "between 18 Jul 2022, 16:00 UTC and 21 Jul 2022, 16:00 UTC"
    assert value.text == f"Approved, person not recorded, {between}"
    assert value.source == f"the model registry; earlier snapshots of the account (changed {between})"


def test_an_act_of_nobody_makes_people_not_distinguishable() -> None:
    nobody = package(1, CreatedBy={})
    found = audited(nobody, (approval(1), nobody))
    assert found["people-distinguishable"] is found["separation-of-duties"] is Outcome.NOT_RECORDED


def images(**digests: str) -> list[dict[str, Any]]:
    return [
        {"VariantName": name, "DeployedImages": [{"ResolvedImage": f"repository@{digest}"}] if digest else []}
        for name, digest in digests.items()
    ]


def with_image(version: int, digest: str) -> Entity:
    return package(version, InferenceSpecification={"Containers": [{"ImageDigest": digest}]})


@pytest.mark.parametrize(
    ("served", "running", "outcome"),
    [
        ((("m", 1),), {"m": DIGESTS[0]}, Outcome.PASS),
        ((("m", 1),), {"m": DIGESTS[1]}, Outcome.FAIL),
        ((("m", 1), ("n", 2)), {"m": DIGESTS[0], "n": DIGESTS[1]}, Outcome.PASS),
        ((("m", 1), ("n", 1)), {"m": DIGESTS[0], "n": ""}, Outcome.NOT_RECORDED),
        ((("m", 1),), {"m": ""}, Outcome.NOT_RECORDED),
    ],
)
def test_each_variant_of_the_model_runs_its_image(
    served: tuple[tuple[str, int], ...], running: dict[str, str], outcome: Outcome
) -> None:
    one, serving = with_image(1, DIGESTS[0]), endpoint(*served, ProductionVariants=images(**running))
    found = audited(one, (approval(1), one, deployment(1), serving), (with_image(2, DIGESTS[1]),))
    assert found["deployed-image-is-approved"] is outcome


@pytest.mark.parametrize(
    ("metrics", "outcome"),
    [
        ({"ModelQuality": {"Statistics": {"S3Uri": "s3://b/report.json"}}}, Outcome.PASS),
        ({"ModelQuality": {"Statistics": {}}}, Outcome.FAIL),
        ({"Bias": {}}, Outcome.FAIL),
    ],
)
def test_a_report_without_a_place_is_no_evaluation(metrics: dict[str, Any], outcome: Outcome) -> None:
    one = package(1, ModelMetrics=metrics)
    assert audited(one, (approval(1), one))["evaluated-before-approval"] is outcome


def test_the_next_deployment_counts_among_any_number_of_earlier_ones() -> None:
    reviewed, newest, serving = package(1600), package(1700), endpoint()
    earlier = [(deployment(number, day=1), serving) for number in range(1000, 1510)]
    replaced = (approval(1600), reviewed, deployment(1600, day=2), serving)
    found = audited(reviewed, *earlier, replaced, (newest, deployment(1700, day=3), serving))
    assert found["live-still-approved"] is Outcome.NOT_APPLICABLE
    assert found["approved-when-deployed"] is Outcome.PASS


@pytest.mark.parametrize(
    ("domains", "outcome"),
    [
        ({"d-1": "USER_PROFILE_NAME"}, Outcome.PASS),
        ({"d-1": "DISABLED"}, Outcome.FAIL),
        ({"d-1": "not recorded"}, Outcome.NOT_RECORDED),
        ({"d-2": "USER_PROFILE_NAME"}, Outcome.NOT_READ),
    ],
)
def test_the_domain_of_an_act_decides_if_people_can_be_told_apart(
    domains: Mapping[str, str], outcome: Outcome
) -> None:
    one = package(1)
    assert audited(one, (approval(1), one), domains=domains)["people-distinguishable"] is outcome


REPORT = "s3://bucket/report.json"
BYTES = bytes(range(32))


def with_report(file: dict[str, Any] | None, digest: str = f"sha256:{BYTES.hex()}") -> Entity:
    metrics = {"ModelQuality": {"Statistics": {"S3Uri": REPORT, "ContentDigest": digest}}}
    one = package(1, ModelMetrics=metrics)
    record = json.loads(one.text("record"))
    if file is not None:
        record["Files"] = [{"Uri": REPORT, **file}]
    return replace(one, properties={**one.properties, "record": json.dumps(record)})


@pytest.mark.parametrize(
    ("file", "digest", "outcome"),
    [
        (
            {"ChecksumSHA256": b64encode(BYTES).decode(), "ChecksumType": "FULL_OBJECT"},
            BYTES.hex(),
            Outcome.PASS,
        ),
        (
            {"ChecksumSHA256": b64encode(BYTES).decode(), "ChecksumType": "FULL_OBJECT"},
            "0" * 64,
            Outcome.FAIL,
        ),
        (
            {"ChecksumSHA256": b64encode(BYTES).decode(), "ChecksumType": "COMPOSITE"},
            "0" * 64,
            Outcome.NOT_RECORDED,
        ),
        ({"ChecksumSHA256": "no base64", "ChecksumType": "FULL_OBJECT"}, BYTES.hex(), Outcome.NOT_RECORDED),
        ({"ETag": "a", "LastModified": "2030-01-01T00:00:00Z"}, BYTES.hex(), Outcome.WARN),
        ({"Absent": True}, BYTES.hex(), Outcome.FAIL),
        ({"NotRead": "S3 refused it: allow s3:GetObject"}, BYTES.hex(), Outcome.NOT_READ),
        (None, BYTES.hex(), Outcome.NOT_READ),
    ],
)
def test_a_report_is_compared_with_its_digest(
    file: dict[str, Any] | None, digest: str, outcome: Outcome
) -> None:
    one = with_report(file, f"sha256:{digest}")
    assert audited(one, (approval(1), one))["metrics-unchanged"] is outcome


@pytest.mark.parametrize(
    ("uri", "file", "outcome"),
    [
        ("s3://bucket/train/", {"Files": 3, "Digest": DIGESTS[0], "Complete": True}, Outcome.PASS),
        ("s3://bucket/train/", {"Files": 1000, "Digest": DIGESTS[0], "Cut": True}, Outcome.WARN),
        ("s3://bucket/train/", {"Files": 1000, "Digest": DIGESTS[0]}, Outcome.WARN),
        ("s3://bucket/train", {"Files": 3, "Digest": DIGESTS[0], "Complete": True}, Outcome.PASS),
        ("s3://bucket/train", {"ETag": "a"}, Outcome.NOT_APPLICABLE),
        ("s3://bucket/train/", {"Absent": True}, Outcome.FAIL),
        ("s3://bucket/train/", {"NotRead": "S3 refused the list of the folder"}, Outcome.NOT_READ),
        ("s3://bucket/train/", None, Outcome.NOT_READ),
        ("s3://bucket/train.csv", None, Outcome.NOT_APPLICABLE),
    ],
)
def test_the_files_of_a_folder_are_listed(uri: str, file: dict[str, Any] | None, outcome: Outcome) -> None:
    record = {"Files": [{"Uri": uri, **file}]} if file else None
    data = entity("artifact/data", "artifact", "DataSet", uri, 0, record)
    job = entity(
        "experiment-trial-component/t", "trial_component", "SageMakerTrainingJob", HOME + "training-job/t", 0
    )
    weights = entity("artifact/weights", "artifact", "Model", "s3://bucket/model.tar.gz", 0)
    one = package(1)
    found = audited(one, (data, job, weights, one), (approval(1), one))
    assert found["prefix-input"] is outcome
