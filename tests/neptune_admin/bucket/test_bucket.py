"""Uploads: the bucket has exactly the files that Neptune will load, byte for byte."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.errors import BucketError
from lineage_viz.snapshot.manifest import FileEntry
from lineage_viz.snapshot.parts import entry_of
from tests.neptune_admin.bucket.conftest import BUCKET, Exported, bucket, stored, unfinished
from tests.neptune_admin.faulty_s3 import (
    ANSWER_LOST,
    CUT,
    INTERNAL_ERROR,
    NO_CHECKSUM,
    SLOW_DOWN,
    SPOILT,
    Call,
    Fault,
    FaultyS3,
)

KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ALIAS = "arn:aws:kms:eu-west-1:123456789012:alias/lineage"
PREFIX = "neptune/monday/"


def test_only_the_files_are_under_the_prefix_and_the_manifest_is_beside_it(
    s3: Any, original: Exported
) -> None:
    target = bucket()
    assert target.region == "eu-west-1"
    uri = target.upload(original.folder, original.files, "monday")
    assert uri == f"s3://{BUCKET}/{PREFIX}"
    assert stored(s3, PREFIX) == original.content
    assert target.put_manifest(original.folder, "monday") == f"s3://{BUCKET}/neptune/monday.manifest.json"
    assert stored(s3, PREFIX) == original.content
    manifest = (original.folder / "manifest.json").read_bytes()
    assert stored(s3, "neptune/")["monday.manifest.json"] == manifest


@pytest.mark.usefixtures("s3")
def test_progress_reaches_all_bytes_even_if_the_objects_exist_already(original: Exported) -> None:
    first, again = progress_of_an_upload(original), progress_of_an_upload(original)
    everything = sum(len(data) for data in original.content.values())
    assert {of for _, of in first + again} == {everything}
    assert first[-1][0] == again[-1][0] == everything
    for reported in (first, again):
        assert all(before <= after for (before, _), (after, _) in pairwise(reported))


def progress_of_an_upload(exported: Exported) -> list[tuple[int, int]]:
    reported: list[tuple[int, int]] = []
    bucket().upload(exported.folder, exported.files, "monday", lambda *done: reported.append(done))
    return reported


def test_an_interrupted_upload_resumes_where_it_stopped(s3: Any, wire: FaultyS3, original: Exported) -> None:
    bucket().upload(original.folder, original.files[:1], "monday")
    stayed = s3.head_object(Bucket=BUCKET, Key=PREFIX + "vertices.csv.gz")["LastModified"]
    wire.calls.clear()
    bucket().upload(original.folder, original.files, "monday")
    assert not any("vertices" in call.path for call in wire.sent("PUT") + wire.sent("POST"))
    assert stored(s3, PREFIX) == original.content
    assert s3.head_object(Bucket=BUCKET, Key=PREFIX + "vertices.csv.gz")["LastModified"] == stayed


def test_a_changed_object_is_sent_again(s3: Any, few: Exported) -> None:
    bucket().upload(few.folder, few.files, "monday")
    s3.put_object(Bucket=BUCKET, Key=PREFIX + "a.csv.gz", Body=b"x" * 2000, ChecksumAlgorithm="SHA256")
    s3.put_object(Bucket=BUCKET, Key=PREFIX + "b.csv.gz", Body=b"x" * 2000)
    bucket().upload(few.folder, few.files, "monday")
    assert stored(s3, PREFIX) == few.content


def test_a_damaged_object_in_parts_is_found_by_the_digests_of_the_manifest(
    s3: Any, original: Exported, tmp_path: Path
) -> None:
    old = [FileEntry(each.name, each.rows, each.sha256) for each in original.files]
    new = [entry_of(original.folder / each.name, each.rows) for each in original.files]
    assert [bool(each.parts) for each in new] == [True, True, False, False]
    target = bucket()
    target.upload(original.folder, original.files, "monday")
    assert target.damage("monday", new) == ("", 0)
    assert target.damage("monday", old) == ("", 2), "an old manifest has no digests of parts"
    key, content = f"{PREFIX}vertices.csv.gz", original.content["vertices.csv.gz"]
    (changed := tmp_path / "changed").write_bytes(content[:-1] + b"x")
    s3.upload_file(str(changed), BUCKET, key, {"ChecksumAlgorithm": "SHA256"})
    assert target.damage("monday", new) == (f"s3://{BUCKET}/{key} has changed", 0)
    s3.put_object(Bucket=BUCKET, Key=key, Body=content[:-1])
    assert "has 19,999,999 bytes instead of 20,000,000" in target.damage("monday", new)[0]
    s3.put_object(Bucket=BUCKET, Key=key, Body=content[:-1] + b"x")
    assert target.damage("monday", new) == ("", 1), "S3 has another digest of it"


def test_another_object_under_the_prefix_is_refused_before_anything_is_sent(s3: Any, few: Exported) -> None:
    s3.put_object(Bucket=BUCKET, Key=PREFIX + "manifest.json", Body=b"{}")
    with pytest.raises(BucketError, match=rf"s3://{BUCKET}/{PREFIX}manifest.json is in the way.* Remove it"):
        bucket().upload(few.folder, few.files, "monday")
    assert stored(s3, PREFIX) == {"manifest.json": b"{}"}


def test_a_prefix_with_a_similar_name_is_not_in_the_way(s3: Any, few: Exported) -> None:
    s3.put_object(Bucket=BUCKET, Key="neptune/monday-2/a.csv.gz", Body=b"")
    bucket().upload(few.folder, few.files, "monday")
    assert stored(s3, PREFIX) == few.content


def test_a_changed_snapshot_is_refused_before_anything_is_sent(s3: Any, few: Exported) -> None:
    (few.folder / "b.csv.gz").write_bytes(b"x" * 2000)
    with pytest.raises(BucketError, match=r"b\.csv\.gz has changed since the export.* Export again"):
        bucket().upload(few.folder, few.files, "monday")
    assert stored(s3) == {}


@pytest.mark.usefixtures("s3")
def test_a_file_that_cannot_be_read_is_named(few: Exported) -> None:
    (few.folder / "b.csv.gz").unlink()
    with pytest.raises(BucketError, match=r"b\.csv\.gz cannot be read \(No such file"):
        bucket().upload(few.folder, few.files, "monday")


@pytest.mark.parametrize(
    ("encryption", "headers"),
    [
        ("", (None, None)),
        ("AES256", ("AES256", None)),
        ("aws:kms", ("aws:kms", None)),
        (KEY, ("aws:kms", KEY)),
        (ALIAS, ("aws:kms", ALIAS)),
    ],
)
def test_all_objects_are_encrypted_as_set(
    s3: Any, wire: FaultyS3, original: Exported, encryption: str, headers: tuple[str | None, str | None]
) -> None:
    target = bucket(encryption)
    target.upload(original.folder, original.files, "monday")
    target.put_manifest(original.folder, "monday")
    begun = [call for call in wire.sent("PUT") if not call.asks_for("partNumber")]
    begun += [call for call in wire.sent("POST") if call.asks_for("uploads")]
    assert len(begun) == 5
    names = ("x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id")
    assert {tuple(call.headers.get(name) for name in names) for call in begun} == {headers}
    for key in stored(s3):
        found = s3.head_object(Bucket=BUCKET, Key=key)
        assert (found.get("ServerSideEncryption"), found.get("SSEKMSKeyId")) == headers


def test_an_object_that_is_not_encrypted_as_set_is_sent_again(s3: Any, few: Exported) -> None:
    bucket().upload(few.folder, few.files, "monday")
    bucket(KEY).upload(few.folder, few.files, "monday")
    assert s3.head_object(Bucket=BUCKET, Key=PREFIX + "a.csv.gz")["SSEKMSKeyId"] == KEY


@pytest.mark.parametrize("fault", [SLOW_DOWN, INTERNAL_ERROR, CUT, ANSWER_LOST, SPOILT])
def test_faults_at_every_third_request_lose_nothing(
    s3: Any, wire: FaultyS3, original: Exported, fault: Fault
) -> None:
    wire.rule = lambda call: fault if call.number % 3 == 0 else None
    target = bucket()
    target.upload(original.folder, original.files, "monday")
    target.put_manifest(original.folder, "monday")
    assert wire.faults >= 5
    assert stored(s3, PREFIX) == original.content
    assert "monday.manifest.json" in stored(s3, "neptune/")
    assert unfinished(s3) == []


@pytest.mark.parametrize("parameter", ["uploads", "uploadId"])
def test_a_lost_answer_to_starting_or_joining_parts_loses_nothing(
    s3: Any, wire: FaultyS3, original: Exported, parameter: str
) -> None:
    def rule(call: Call) -> Fault:
        lost = call.method == "POST" and call.asks_for(parameter) and not wire.faults
        return ANSWER_LOST if lost else None

    wire.rule = rule
    bucket().upload(original.folder, original.files, "monday")
    assert wire.faults == 1
    assert stored(s3, PREFIX) == original.content
    assert unfinished(s3) == []


def test_bytes_that_are_repeatedly_corrupted_on_the_way_are_reported(
    s3: Any, wire: FaultyS3, few: Exported
) -> None:
    wire.rule = lambda call: SPOILT if call.method == "PUT" else None
    with pytest.raises(
        BucketError, match=r"S3 did not receive the bytes that were sent \(uploading a\.csv\.gz"
    ):
        bucket().upload(few.folder, few.files, "monday")
    assert stored(s3) == {}


@pytest.mark.parametrize("checksum", ["SHA256", "CRC32"])
@pytest.mark.parametrize("name", ["few.csv.gz", "vertices.csv.gz"])
def test_an_object_corrupted_after_the_upload_is_noticed(
    s3: Any, wire: FaultyS3, original: Exported, name: str, checksum: str
) -> None:
    spoilt = bytes(len(original.content[name]))

    def rule(call: Call) -> Fault:
        if call.method == "HEAD" and name in stored(s3, PREFIX):
            s3.put_object(Bucket=BUCKET, Key=PREFIX + name, Body=spoilt, ChecksumAlgorithm=checksum)
        return None

    wire.rule = rule
    with pytest.raises(
        BucketError, match=rf"{PREFIX}{name} differs from .*: its checksum differs\. Upload it again"
    ):
        bucket().upload(original.folder, [e for e in original.files if e.name == name], "monday")


def test_an_object_shortened_or_deleted_after_the_upload_is_noticed(
    s3: Any, wire: FaultyS3, few: Exported
) -> None:
    def cut_short(call: Call) -> Fault:
        if call.method == "HEAD" and stored(s3, PREFIX):
            s3.put_object(Bucket=BUCKET, Key=PREFIX + "a.csv.gz", Body=b"x")
        return None

    wire.rule = cut_short
    with pytest.raises(BucketError, match=r"it has 1 bytes instead of 2000"):
        bucket().upload(few.folder, few.files, "monday")

    def gone(call: Call) -> Fault:
        if call.method == "HEAD":
            s3.delete_object(Bucket=BUCKET, Key=PREFIX + "a.csv.gz")
        return None

    wire.rule = gone
    with pytest.raises(BucketError, match=r"it does not exist"):
        bucket().upload(few.folder, few.files, "monday")


def test_without_a_checksum_in_s3_the_bytes_are_read_back(
    s3: Any, wire: FaultyS3, original: Exported
) -> None:
    wire.rule = lambda call: NO_CHECKSUM if call.method == "HEAD" else None
    bucket().upload(original.folder, original.files, "monday")
    assert stored(s3, PREFIX) == original.content
    wire.calls.clear()
    bucket().upload(original.folder, original.files, "monday")
    assert wire.sent("PUT") == []
    s3.put_object(Bucket=BUCKET, Key=PREFIX + "few.csv.gz", Body=bytes(1000))
    bucket().upload(original.folder, original.files, "monday")
    assert [call.path for call in wire.sent("PUT")] == [f"/{BUCKET}/{PREFIX}few.csv.gz"]


def test_every_byte_is_sent_with_its_checksum(s3: Any, wire: FaultyS3, original: Exported) -> None:
    bucket().upload(original.folder, original.files, "monday")
    sent = wire.sent("PUT")
    assert sum(len(call.body) for call in sent) == sum(len(data) for data in stored(s3).values())
    assert all("x-amz-checksum-sha256" in call.headers for call in sent)
