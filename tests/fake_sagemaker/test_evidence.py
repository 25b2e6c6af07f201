"""S3, ECR and CloudTrail as far as an export asks them, read by real boto3 clients and checked against their models."""

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from lineage_viz.demo import DEMO_TAKEN, Account, demo_account
from tests.account_evidence import AccountEvidence
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.fake_sagemaker.conftest import Connect

OWN = "123456789012"
REPOSITORY = "acme-search-ranker"


@pytest.fixture(scope="module")
def evidence() -> AccountEvidence:
    return AccountEvidence(demo_account())


@pytest.fixture
def fake(account: Account, evidence: AccountEvidence) -> Iterator[FakeSageMaker]:
    with FakeSageMaker(account) as fake:
        fake.evidence = evidence
        yield fake


def check(client: Any, operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    shape = client.meta.service_model.operation_model(operation).output_shape
    body = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    report = ParamValidator().validate(body, shape)
    assert not report.has_errors(), report.generate_report()
    return body


def place(uri: str) -> dict[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return {"Bucket": bucket, "Key": key}


def model_files(account: Account) -> dict[str, str]:
    """The recorded ETag of each package's model file."""
    return {
        each["ModelDataUrl"]: each["ModelDataETag"]
        for package in account.records["ModelPackage"]
        for each in package["InferenceSpecification"]["Containers"]
        if "ModelDataUrl" in each
    }


def test_every_model_file_but_one_has_its_recorded_etag(
    fake: FakeSageMaker, connect: Connect, account: Account
) -> None:
    s3 = connect(fake, service="s3")
    recorded = model_files(account)
    now = {uri: check(s3, "HeadObject", s3.head_object(**place(uri)))["ETag"].strip('"') for uri in recorded}
    (changed,) = [uri for uri in recorded if now[uri] != recorded[uri]]
    package = next(
        each for each in account.artifacts if each["ArtifactArn"] == account.findings["replaced-file"]
    )  # fmt: skip
    record = next(
        each for each in account.records["ModelPackage"]
        if each["ModelPackageArn"] == package["Source"]["SourceUri"]
    )  # fmt: skip
    assert record["InferenceSpecification"]["Containers"][0]["ModelDataUrl"] == changed
    assert s3.head_object(**place(changed))["LastModified"] > record["LastModifiedTime"]


def test_an_object_has_its_checksum_when_it_is_asked_for(
    fake: FakeSageMaker, connect: Connect, account: Account
) -> None:
    s3 = connect(fake, service="s3")
    package = next(each for each in account.records["ModelPackage"] if "ModelMetrics" in each)
    report = package["ModelMetrics"]["ModelQuality"]["Statistics"]
    assert "ChecksumSHA256" not in s3.head_object(**place(report["S3Uri"]))
    found = check(s3, "HeadObject", s3.head_object(**place(report["S3Uri"]), ChecksumMode="ENABLED"))
    assert b64decode(found["ChecksumSHA256"]).hex() == report["ContentDigest"].partition(":")[2]
    assert found["ContentLength"] > 0


def test_a_bucket_tells_its_versions(fake: FakeSageMaker, connect: Connect) -> None:
    s3 = connect(fake, service="s3")
    uri = "s3://acme-datalake-prod/reference/store-regions.csv"
    assert s3.get_bucket_versioning(Bucket="acme-datalake-prod")["Status"] == "Enabled"
    assert "Status" not in s3.get_bucket_versioning(Bucket="acme-vision-prod")
    page = check(
        s3,
        "ListObjectVersions",
        s3.list_object_versions(Bucket="acme-datalake-prod", Prefix="reference/store-r"),
    )
    versions = [each["VersionId"] for each in page["Versions"]]
    assert {"Zk2uCq7Lw9", "p0RtY5vMe1"} <= set(versions)
    assert s3.head_object(**place(uri), VersionId="Zk2uCq7Lw9")["VersionId"] == "Zk2uCq7Lw9"
    pages = s3.get_paginator("list_object_versions").paginate(
        Bucket="acme-datalake-prod", Prefix="reference/store-r", PaginationConfig={"PageSize": 1}
    )
    assert [row["VersionId"] for each in pages for row in each["Versions"]] == versions


def test_s3_refuses(fake: FakeSageMaker, connect: Connect, account: Account) -> None:
    s3 = connect(fake, service="s3")
    uri = next(iter(model_files(account)))
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="acme-vision-prod", Key="no such key")
    fake.faults = Faults(deny=frozenset({"HeadObject", "GetBucketVersioning"}))
    with pytest.raises(ClientError, match="403"):
        s3.head_object(**place(uri))
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_bucket_versioning(Bucket="acme-vision-prod")


def test_ecr_describes_images_of_the_own_registry(fake: FakeSageMaker, connect: Connect) -> None:
    ecr = connect(fake, service="ecr")
    found = check(ecr, "DescribeImages", ecr.describe_images(repositoryName=REPOSITORY))["imageDetails"]
    assert {tag for each in found for tag in each["imageTags"]} == {"3.1.4"}
    digest = found[0]["imageDigest"]
    one = ecr.describe_images(registryId=OWN, repositoryName=REPOSITORY, imageIds=[{"imageDigest": digest}])
    assert one["imageDetails"][0]["imageDigest"] == digest
    for parameters, code in (
        ({"repositoryName": "nobody"}, "RepositoryNotFoundException"),
        ({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "0"}]}, "ImageNotFoundException"),
        ({"repositoryName": "sagemaker-xgboost", "registryId": "141502667606"}, "AccessDeniedException"),
    ):
        with pytest.raises(ClientError) as refused:
            ecr.describe_images(**parameters)
        assert refused.value.response["Error"]["Code"] == code


def test_cloudtrail_tells_the_decisions_of_ninety_days(
    fake: FakeSageMaker, connect: Connect, account: Account
) -> None:
    trail = connect(fake, service="cloudtrail")
    by_name = [{"AttributeKey": "EventName", "AttributeValue": "UpdateModelPackage"}]
    pages = list(trail.get_paginator("lookup_events").paginate(LookupAttributes=by_name))
    events = [event for page in pages for event in check(trail, "LookupEvents", page)["Events"]]
    assert max(len(page["Events"]) for page in pages) <= 50
    assert [each["EventTime"] for each in events] == sorted((e["EventTime"] for e in events), reverse=True)
    assert events[-1]["EventTime"] >= DEMO_TAKEN - timedelta(days=90)
    told = [json.loads(each["CloudTrailEvent"])["requestParameters"] for each in events]
    latest = {each["modelPackageArn"]: each["modelApprovalStatus"] for each in reversed(told)}
    registry = {
        each["ModelPackageArn"]: each.get("ModelApprovalStatus") for each in account.records["ModelPackage"]
    }
    assert latest.items() <= registry.items()
    assert len(latest) > 10
    fake.faults = Faults(deny=frozenset({"LookupEvents"}))
    with pytest.raises(ClientError, match="not authorized to perform: cloudtrail:LookupEvents"):
        trail.lookup_events()
