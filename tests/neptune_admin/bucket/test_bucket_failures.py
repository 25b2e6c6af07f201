"""Errors of S3, KMS, the network and the settings give a clear message and leave nothing in the bucket."""

import signal
import socket
import threading
from typing import Any

import pytest

from lineage_viz.errors import BucketError
from tests.neptune_admin.bucket.conftest import BUCKET, Exported, bucket, stored, unfinished
from tests.neptune_admin.faulty_s3 import CUT, INTERNAL_ERROR, Call, Fault, FaultyS3, ProxyPage, Refusal


def test_a_missing_bucket_is_named(few: Exported) -> None:
    with pytest.raises(BucketError, match=r"no bucket nowhere\. Create it .* correct LINEAGE_VIZ_BUCKET"):
        bucket(name="nowhere").upload(few.folder, few.files, "monday")


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (Refusal(403, "AccessDenied"), r"Allow s3:PutObject on the bucket .*docs/neptune\.md lists all"),
        (
            Refusal(403, "AccessDenied", "User x is not authorized to perform: s3:ListBucket on resource: y"),
            "Allow s3:ListBucket on the bucket",
        ),
        (Refusal(400, "ExpiredToken"), "session has expired.* Renew the AWS credentials"),
        (Refusal(403, "InvalidAccessKeyId"), "does not accept these credentials"),
        (Refusal(403, "RequestTimeTooSkewed"), "Set the clock"),
        (
            Refusal(403, "AccessDenied", "with an explicit deny in a service control policy"),
            "A service control policy forbids it",
        ),
        (
            Refusal(403, "AccessDenied", "not authorized to perform: kms:GenerateDataKey"),
            "KMS refused the key",
        ),
        (Refusal(400, "KMS.DisabledException"), "KMS refused the key.*LINEAGE_VIZ_ENCRYPTION"),
        (Refusal(400, "InvalidRequest"), "refused the call while uploading"),
    ],
)
@pytest.mark.usefixtures("s3")
def test_a_refusal_names_the_next_step(wire: FaultyS3, few: Exported, refusal: Refusal, message: str) -> None:
    wire.rule = lambda call: refusal if call.method == "PUT" else None
    with pytest.raises(BucketError, match=message):
        bucket().upload(few.folder, few.files, "monday")


@pytest.mark.parametrize("status", [200, 302, 403, 404])
@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.usefixtures("s3")
def test_the_page_of_a_proxy_is_no_answer_of_s3(
    wire: FaultyS3, few: Exported, status: int, method: str
) -> None:
    wire.rule = lambda call: ProxyPage(status) if call.method == method else None
    with pytest.raises(
        BucketError, match=r"answer is not from AWS .* A proxy or another server may be in between"
    ):
        bucket().upload(few.folder, few.files, "monday")


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (Refusal(400, "ExpiredToken"), "session has expired"),
        (Refusal(403, "AccessDenied"), "Allow s3:ListBucket on the bucket"),
    ],
)
def test_a_refused_first_call_is_reported_although_a_head_has_no_message(
    wire: FaultyS3, refusal: Refusal, message: str
) -> None:
    wire.rule = lambda _: refusal
    with pytest.raises(BucketError, match=message):
        _ = bucket().region


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (Refusal(403, "AccessDenied"), "denied access while comparing .* Allow s3:GetObject on"),
        (Refusal(400, "ExpiredToken"), "has expired"),
    ],
)
@pytest.mark.usefixtures("s3")
def test_an_object_that_cannot_be_compared_is_an_error(
    wire: FaultyS3, few: Exported, refusal: Refusal, message: str
) -> None:
    wire.rule = lambda call: refusal if call.method == "HEAD" and "csv" in call.path else None
    with pytest.raises(BucketError, match=message):
        bucket().upload(few.folder, few.files, "monday")


def test_a_file_that_vanishes_before_the_upload_is_reported(s3: Any, wire: FaultyS3, few: Exported) -> None:
    def rule(call: Call) -> Fault:
        if call.method == "HEAD" and "a.csv" in call.path:
            (few.folder / "a.csv.gz").unlink(missing_ok=True)
        return None

    wire.rule = rule
    with pytest.raises(BucketError, match=r"file cannot be read while uploading a\.csv\.gz .*Check the disk"):
        bucket().upload(few.folder, few.files, "monday")
    assert stored(s3) == {}


def test_a_bucket_that_has_moved_nowhere_is_reported(wire: FaultyS3) -> None:
    """A server that imitates S3 names no region; botocore would ask it again without end."""
    wire.rule = lambda _: Refusal(301, "PermanentRedirect")
    with pytest.raises(BucketError, match=r"An answer is not from AWS .* check .*AWS_ENDPOINT_URL"):
        _ = bucket().region
    assert len(wire.calls) <= 4


def test_a_lasting_outage_is_reported(wire: FaultyS3) -> None:
    wire.rule = lambda _: INTERNAL_ERROR
    with pytest.raises(BucketError, match=r"S3 failed again and again \(InternalError"):
        _ = bucket(attempts=2).region
    assert len(wire.calls) == 2


@pytest.mark.usefixtures("s3")
def test_an_unknown_region_is_reported(wire: FaultyS3) -> None:
    wire.rule = lambda call: INTERNAL_ERROR if call.method == "HEAD" else None
    with pytest.raises(BucketError, match=r"S3 failed again and again \(500, asking for the region"):
        _ = bucket(attempts=1).region


def test_an_unreachable_s3_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
    with pytest.raises(BucketError, match=r"S3 cannot be reached while .* Check the network"):
        _ = bucket(attempts=1).region


def test_a_connection_that_always_breaks_is_reported(wire: FaultyS3) -> None:
    wire.rule = lambda _: CUT
    with pytest.raises(BucketError, match="S3 cannot be reached"):
        _ = bucket(attempts=1).region


def test_missing_credentials_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(BucketError, match=r"No AWS credentials were found"):
        _ = bucket().region


@pytest.mark.parametrize(
    ("name", "value"),
    [("AWS_PROFILE", "nobody"), ("AWS_ENDPOINT_URL_S3", "no url"), ("AWS_REGION", "no region")],
)
def test_wrong_settings_are_reported(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BucketError, match=value):
        _ = bucket().region


def test_a_failed_upload_leaves_no_parts(s3: Any, wire: FaultyS3, original: Exported) -> None:
    def rule(call: Call) -> Fault:
        return Refusal(403, "AccessDenied") if "partNumber=2" in call.path else None

    wire.rule = rule
    with pytest.raises(BucketError, match=r"denied access while uploading vertices\.csv\.gz"):
        bucket().upload(original.folder, original.files, "monday")
    assert wire.faults == 1
    assert unfinished(s3) == []
    assert stored(s3) == {}


@pytest.mark.usefixtures("ctrl_c")
def test_an_upload_interrupted_with_ctrl_c_leaves_no_parts(
    s3: Any, wire: FaultyS3, original: Exported
) -> None:
    def rule(call: Call) -> Fault:
        if "partNumber=2" in call.path:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return None

    wire.rule = rule
    with pytest.raises(KeyboardInterrupt):
        bucket().upload(original.folder, original.files, "monday")
    assert unfinished(s3) == []


def test_the_next_upload_removes_the_parts_of_a_killed_one(s3: Any, few: Exported) -> None:
    for name in ("monday/a.csv.gz", "tuesday/a.csv.gz"):
        s3.create_multipart_upload(Bucket=BUCKET, Key=f"neptune/{name}")
    bucket().upload(few.folder, few.files, "monday")
    assert unfinished(s3) == ["neptune/tuesday/a.csv.gz"]


def test_an_upload_succeeds_without_the_permission_to_list_unfinished_ones(
    s3: Any, wire: FaultyS3, few: Exported
) -> None:
    wire.rule = lambda call: Refusal(403, "AccessDenied") if call.asks_for("uploads") else None
    bucket().upload(few.folder, few.files, "monday")
    assert wire.faults == 1
    assert stored(s3, "neptune/monday/") == few.content


@pytest.mark.usefixtures("s3")
def test_the_region_is_known_to_a_caller_who_may_list_only_the_prefix(wire: FaultyS3) -> None:
    wire.rule = lambda call: Refusal(403, "AccessDenied") if call.method == "HEAD" else None
    assert bucket().region == "eu-west-1"
    assert wire.faults == 1
