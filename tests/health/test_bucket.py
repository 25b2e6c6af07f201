"""What is found about the bucket that Neptune loads from."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from lineage_viz.errors import BucketError
from lineage_viz.health import Verdict, bucket
from lineage_viz.settings import BulkLoad, Neptune
from tests.health.conftest import Examine
from tests.neptune_admin.faulty_s3 import Call, Fault, Refusal, faulty_s3

NAME = "lineage-health"
ROLE = "arn:aws:iam::123456789012:role/neptune-load"
SETTINGS = BulkLoad(f"s3://{NAME}/snapshots/", ROLE)
DENIED = Refusal(403, "AccessDenied")


@pytest.fixture
def objects(s3_server: str) -> Iterator[Any]:
    s3 = boto3.resource("s3", endpoint_url=s3_server)
    made = s3.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield made
    made.delete()
    s3.meta.client.close()


def cluster(region: str) -> Neptune:
    url = f"wss://lineage.cluster-abc.{region}.neptune.amazonaws.com:8182/gremlin"
    return Neptune(url, url)


@pytest.mark.usefixtures("objects")
def test_a_bucket_that_is_there_tells_its_region() -> None:
    found = bucket.reached(SETTINGS, cluster("eu-west-1"))
    assert found.verdict is Verdict.OK
    assert "eu-west-1" in found.sentence


@pytest.mark.usefixtures("objects")
def test_a_bucket_in_another_region_than_the_cluster_fails() -> None:
    found = bucket.reached(SETTINGS, cluster("us-east-1"))
    assert found.verdict is Verdict.FAILING
    assert "us-east-1" in found.sentence


def test_what_is_not_there_is_a_failing_finding_and_only_what_is_set_is_checked(examined: Examine) -> None:
    found = examined(LINEAGE_VIZ_BUCKET=f"s3://{NAME}/snapshots/", LINEAGE_VIZ_LOAD_ROLE=ROLE)
    assert found["S3 bucket"].verdict is Verdict.FAILING
    assert f"There is no bucket {NAME}" in found["S3 bucket"].sentence
    assert found["S3 uploads"].verdict is Verdict.UNKNOWN
    assert not any(name.startswith("Neptune") for name in found)
    assert not any(name.startswith("S3") for name in examined())


def test_trying_puts_nothing_there(objects: Any, examined: Examine) -> None:
    examined(LINEAGE_VIZ_BUCKET=f"s3://{NAME}/", LINEAGE_VIZ_LOAD_ROLE=ROLE)
    assert list(objects.objects.all()) == []


@pytest.mark.usefixtures("objects")
def test_a_bucket_that_may_not_be_listed_fails(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with faulty_s3(s3_server) as wire:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", wire.url)
        wire.rule = lambda _: DENIED
        with pytest.raises(BucketError, match="s3:ListBucket"):
            bucket.reached(SETTINGS, None)


def test_the_encryption_that_holds_is_told(objects: Any) -> None:
    assert "none is set" in bucket.encryption(SETTINGS).sentence
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/lineage"}
    objects.meta.client.put_bucket_encryption(
        Bucket=NAME,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
    )
    assert "aws:kms alias/lineage" in bucket.encryption(SETTINGS).sentence
    asked = bucket.encryption(BulkLoad(SETTINGS.bucket, ROLE, "AES256"))
    assert asked.sentence == "Uploads ask for AES256."


@pytest.mark.usefixtures("objects")
def test_an_encryption_that_may_not_be_seen_is_unknown(
    s3_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rule(call: Call) -> Fault:
        return DENIED if call.asks_for("encryption") else None

    with faulty_s3(s3_server) as wire:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", wire.url)
        wire.rule = rule
        found = bucket.encryption(SETTINGS)
    assert found.verdict is Verdict.UNKNOWN
    assert "s3:GetEncryptionConfiguration" in found.next_step
