"""Findings about the bucket from which Neptune loads."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from lineage_viz.errors import BucketError
from lineage_viz.health import Verdict, bucket
from lineage_viz.health.bucket import PERMISSIONS
from lineage_viz.neptune_admin.bucket_trial import FILE_NAME, BucketTrial
from lineage_viz.settings import BulkLoad, Neptune
from lineage_viz.system.opened_once import OpenedOnce
from tests.health.conftest import Examine
from tests.neptune_admin.faulty_s3 import Call, FaultyS3, Refusal, faulty_s3

NAME = "lineage-health"
ROLE = "arn:aws:iam::123456789012:role/neptune-load"
SETTINGS = BulkLoad(f"s3://{NAME}/snapshots/", ROLE)
URI, KEY = f"s3://{NAME}/snapshots/", f"snapshots/{FILE_NAME}"
DENIED = Refusal(403, "AccessDenied")
PAGE = Path(__file__).parents[2] / "docs" / "neptune.md"

TRIED: dict[str, Callable[[Call], bool]] = {
    "s3:ListBucket": lambda call: call.method == "GET" and call.asks_for("list-type"),
    "s3:PutObject": lambda call: call.method == "PUT",
    "s3:GetObject": lambda call: call.method == "GET" and call.path.endswith(FILE_NAME),
    "s3:AbortMultipartUpload": lambda call: call.method == "DELETE" and call.asks_for("uploadId"),
    "s3:ListBucketMultipartUploads": lambda call: call.asks_for("uploads"),
}
"""The call that tries each action."""


@pytest.fixture
def objects(s3_server: str) -> Iterator[Any]:
    s3 = boto3.resource("s3", endpoint_url=s3_server)
    made = s3.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield made
    made.objects.all().delete()
    made.delete()
    s3.meta.client.close()


@pytest.fixture
def wire(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyS3]:
    """A proxy between the checks and S3 that can refuse calls."""
    with faulty_s3(s3_server) as wire:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", wire.url)
        yield wire


def trial(encryption: str = "") -> OpenedOnce[BucketTrial]:
    return OpenedOnce(lambda: BucketTrial(BulkLoad(URI, ROLE, encryption)))


def cluster(region: str) -> Neptune:
    url = f"wss://lineage.cluster-abc.{region}.neptune.amazonaws.com:8182/gremlin"
    return Neptune(url, url)


@pytest.mark.usefixtures("objects")
def test_the_finding_of_an_existing_bucket_names_its_region() -> None:
    finding = bucket.reached(SETTINGS, cluster("eu-west-1"))
    assert finding.verdict is Verdict.OK
    assert "eu-west-1" in finding.sentence


@pytest.mark.usefixtures("objects")
def test_a_bucket_in_another_region_than_the_cluster_fails() -> None:
    finding = bucket.reached(SETTINGS, cluster("us-east-1"))
    assert finding.verdict is Verdict.FAILING
    assert "us-east-1" in finding.sentence


def test_a_missing_bucket_fails_and_only_configured_services_are_checked(examined: Examine) -> None:
    findings = examined(LINEAGE_VIZ_BUCKET=URI, LINEAGE_VIZ_LOAD_ROLE=ROLE)
    assert findings["S3 bucket"].verdict is Verdict.FAILING
    assert f"There is no bucket {NAME}" in findings["S3 bucket"].sentence
    assert findings["s3:PutObject"].verdict is Verdict.UNKNOWN
    assert not any(name.lower().startswith("neptune") for name in findings)
    assert not any(name.lower().startswith("s3") for name in examined())


def test_the_checks_leave_one_object_outside_the_loaded_prefixes(
    objects: Any, wire: FaultyS3, examined: Examine
) -> None:
    for _ in range(2):
        findings = examined(LINEAGE_VIZ_BUCKET=URI, LINEAGE_VIZ_LOAD_ROLE=ROLE)
        assert {findings[each.action].verdict for each in PERMISSIONS} == {Verdict.OK}
    assert len(wire.sent("PUT")) == 2
    assert [each.key for each in objects.objects.all()] == [KEY]


@pytest.mark.usefixtures("objects")
@pytest.mark.parametrize("action", TRIED)
def test_one_missing_action_affects_only_its_own_finding(action: str, wire: FaultyS3) -> None:
    shared = trial()
    trial().get().put()
    wire.rule = lambda call: DENIED if TRIED[action](call) else None
    missing = {
        each.action: finding
        for each in PERMISSIONS
        if each.action not in ("s3:GetObject", action)
        and (finding := bucket.try_permission(shared, each)).verdict is not Verdict.OK
    }
    assert missing == {}
    (tried,) = (each for each in PERMISSIONS if each.action == action)
    finding = bucket.try_permission(shared, tried)
    assert finding.verdict is (Verdict.FAILING if tried.always else Verdict.WARNING)
    assert action in finding.next_step


def test_a_read_only_user_gets_no_finding_that_reading_is_denied(objects: Any, wire: FaultyS3) -> None:
    objects.put_object(Key=KEY, Body=b"here already")
    wire.rule = lambda call: DENIED if call.method == "PUT" else None
    (reading,) = (each for each in PERMISSIONS if each.action == "s3:GetObject")
    assert bucket.try_permission(trial(), reading).verdict is Verdict.OK


@pytest.mark.usefixtures("objects")
def test_a_bucket_that_may_not_be_listed_fails(wire: FaultyS3) -> None:
    wire.rule = lambda _: DENIED
    with pytest.raises(BucketError, match="s3:ListBucket"):
        bucket.reached(SETTINGS, None)


@pytest.mark.usefixtures("objects")
def test_a_key_that_kms_refuses_is_not_a_missing_s3_action(wire: FaultyS3) -> None:
    denial = "User is not authorized to perform: kms:GenerateDataKey on this resource"
    wire.rule = lambda call: Refusal(403, "AccessDenied", denial) if call.method == "PUT" else None
    (putting,) = (each for each in PERMISSIONS if each.action == "s3:PutObject")
    assert bucket.try_permission(trial(), putting).verdict is Verdict.UNKNOWN
    with pytest.raises(BucketError, match="Allow kms:GenerateDataKey"):
        bucket.encryption(trial())


@pytest.mark.usefixtures("objects")
@pytest.mark.parametrize("encryption", ["AES256", "aws:kms"])
def test_the_finding_names_the_encryption_that_s3_reports(encryption: str) -> None:
    finding = bucket.encryption(trial(encryption))
    assert (finding.verdict, encryption in finding.sentence) == (Verdict.OK, True)


@pytest.mark.usefixtures("objects")
def test_an_encryption_other_than_the_setting_fails(wire: FaultyS3) -> None:
    wire.rule = lambda call: call.headers.pop("x-amz-server-side-encryption", None) and None
    finding = bucket.encryption(trial("aws:kms"))
    assert finding.verdict is Verdict.FAILING
    assert "LINEAGE_VIZ_ENCRYPTION" in finding.next_step


@pytest.mark.usefixtures("objects")
def test_without_the_permission_to_put_the_encryption_is_unknown(wire: FaultyS3) -> None:
    wire.rule = lambda call: DENIED if call.method == "PUT" else None
    assert bucket.encryption(trial()).verdict is Verdict.UNKNOWN


def test_the_page_lists_the_actions_that_are_tried() -> None:
    text = PAGE.read_text("utf-8")
    assert {each.action for each in PERMISSIONS} == set(re.findall(r"`(s3:\w+)`", text))
