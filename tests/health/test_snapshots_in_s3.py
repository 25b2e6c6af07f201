"""The doctor on machines whose snapshots are kept in S3: what is wrong there is a finding, and nothing is fetched."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.cli import main
from lineage_viz.health import Verdict
from lineage_viz.health.checks import _checks
from lineage_viz.home import home_of
from lineage_viz.home.records import write_named
from lineage_viz.jobs import JobBook, JobKind, JobState, Order
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.current import Named
from tests.health.conftest import Examine
from tests.health.test_bucket import DENIED, NAME, TRIED, objects, wire
from tests.neptune_admin.faulty_s3 import SLOW_DOWN, Call, Fault, FaultyS3
from tests.neptune_admin.load.test_load import snapshot

__all__ = ["objects", "wire"]

URI = f"s3://{NAME}/kept/"
WRITES = ("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucketMultipartUploads", "s3:DeleteObject")
DENIALS: dict[str, Callable[[Call], bool]] = {
    **TRIED,
    "s3:DeleteObject": lambda call: call.method == "DELETE" and not call.asks_for("uploadId"),
}


@pytest.fixture
def served(objects: Any, wire: FaultyS3, tmp_path: Path) -> Folder:
    """A snapshot in S3 that another machine has reloaded."""
    del objects, wire
    settings = Settings.from_environment(
        {"LINEAGE_VIZ_SNAPSHOTS": URI, "LINEAGE_VIZ_DATA": str(tmp_path / "first")}
    )
    folder, home = snapshot(tmp_path / "made", 1), home_of(settings)
    assert home
    home.keep(folder)
    write_named(
        settings, settings.current, [Named(home.scratch / folder.path.name, "123456789012", "eu-west-1")]
    )
    return folder


def denying(*actions: str) -> Callable[[Call], Fault]:
    return lambda call: DENIED if any(DENIALS[each](call) for each in actions) else None


def test_a_new_machine_is_healthy_and_the_checks_fetch_no_snapshot(
    served: Folder, wire: FaultyS3, examined: Examine, tmp_path: Path
) -> None:
    wire.calls.clear()
    _checks({"LINEAGE_VIZ_SNAPSHOTS": URI, "LINEAGE_VIZ_DATA": str(tmp_path / "data")}, frozenset())
    assert wire.calls == [], "a list of checks asks nobody"
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)
    age = found["Snapshot age"]
    assert (age.verdict, age.details["taken"]) == (
        Verdict.OK,
        served.info.taken and served.info.taken.isoformat(),
    )
    assert f"{URI} keeps 1 whole snapshot." in found["Kept snapshots"].sentence
    assert found["Copies of snapshots"].verdict is Verdict.OK
    assert not (tmp_path / "data").exists()
    assert not [call.path for call in wire.sent("GET") if f"{served.path.name}/" in call.path]


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (denying("s3:ListBucket"), "S3 denied access while listing"),
        (
            lambda call: DENIED if call.method == "GET" and not call.asks_for("list-type") else None,
            "S3 denied",
        ),
        (lambda _: SLOW_DOWN, "S3 failed again and again"),
    ],
)
def test_a_home_that_cannot_be_read_is_a_finding_among_the_others(
    rule: Callable[[Call], Fault],
    words: str,
    wire: FaultyS3,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOTS", URI)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    wire.rule = rule
    assert main(["doctor", "--json"]) == 1
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    kept = found["Kept snapshots"]
    assert kept["verdict"] != "ok"
    assert words in kept["sentence"]
    assert found["Data folder"]["verdict"] == "ok"
    assert "AWS identity" in found


def test_a_missing_bucket_is_a_finding(examined: Examine) -> None:
    found = examined(LINEAGE_VIZ_SNAPSHOTS="s3://no-such-bucket/kept")
    assert "There is no bucket no-such-bucket" in found["Kept snapshots"].sentence
    assert found["Kept snapshots"].verdict is Verdict.FAILING


def test_a_changed_manifest_is_named(served: Folder, objects: Any, examined: Examine) -> None:
    objects.put_object(Key=f"kept/{served.path.name}.manifest.json", Body=b"{")
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)
    assert found["Kept snapshots"].verdict is Verdict.WARNING
    assert f"{URI}{served.path.name}.manifest.json cannot be read" in found["Kept snapshots"].sentence
    assert f"everything below {URI}{served.path.name}/." in found["Kept snapshots"].sentence
    assert found["Snapshot age"].verdict is Verdict.FAILING


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file.delete(), "is missing"),
        (lambda file: file.put(Body=file.get()["Body"].read()[:-1]), "has changed"),
        (
            lambda file: file.put(Body=file.get()["Body"].read()[:-1] + b"x", ChecksumAlgorithm="SHA256"),
            "has changed",
        ),
    ],
)
def test_a_shown_snapshot_that_is_damaged_in_s3_is_a_failure(
    change: Callable[[Any], object], words: str, served: Folder, objects: Any, examined: Examine
) -> None:
    assert examined(LINEAGE_VIZ_SNAPSHOTS=URI)["Shown snapshots"].verdict is Verdict.OK
    key = f"kept/{served.path.name}/edges.csv.gz"
    change(objects.Object(key))
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)["Shown snapshots"]
    assert found.verdict is Verdict.FAILING
    assert f"s3://{NAME}/{key} {words}" in found.sentence


def test_a_file_in_parts_whose_digest_nobody_knows_is_not_called_whole(
    served: Folder, objects: Any, examined: Examine
) -> None:
    s3, key = objects.meta.client, f"kept/{served.path.name}/edges.csv.gz"
    where = {"Bucket": NAME, "Key": key}
    upload = s3.create_multipart_upload(**where, ChecksumAlgorithm="SHA256")["UploadId"]
    content = (served.path / "edges.csv.gz").read_bytes()
    part = s3.upload_part(**where, UploadId=upload, PartNumber=1, Body=content, ChecksumAlgorithm="SHA256")
    parts = [{"PartNumber": 1, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}]
    s3.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": parts})
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)["Shown snapshots"]
    assert found.verdict is Verdict.UNKNOWN
    assert "1 large file could not be compared" in found.sentence
    assert "reload" in found.next_step


def test_a_damaged_copy_and_a_folder_of_copies_that_is_none_are_findings(
    served: Folder, examined: Examine, tmp_path: Path
) -> None:
    copy = tmp_path / "data" / "cache" / served.path.name
    copy.mkdir(parents=True)
    (copy / "vertices.csv").write_text("~id\n")
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)
    assert found["Snapshot age"].verdict is Verdict.OK, "the manifest in S3 tells it"
    assert found["Copies of snapshots"].verdict is Verdict.FAILING
    assert str(copy) in found["Copies of snapshots"].next_step
    copy.parent.rename(tmp_path / "away")
    copy.parent.touch()
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)
    assert found["Folder of copies"].verdict is Verdict.FAILING


@pytest.mark.usefixtures("served")
def test_a_machine_that_may_only_read_is_healthy(wire: FaultyS3, examined: Examine, tmp_path: Path) -> None:
    wire.rule = denying(*WRITES)
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI, LINEAGE_VIZ_READ_ONLY="on")
    for action in WRITES:
        finding = found[f"{action} (snapshots)"]
        assert finding.verdict is Verdict.UNKNOWN
        assert "not needed here" in finding.sentence
    assert {
        each.name for each in found.values() if each.verdict in (Verdict.FAILING, Verdict.WARNING)
    } == set()
    assert "Not needed here" in found["sagemaker:ListActions"].sentence, "nobody exports on this machine"
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)
    assert found["s3:PutObject (snapshots)"].verdict is Verdict.WARNING
    assert "only shows snapshots does not need" in found["s3:PutObject (snapshots)"].sentence
    book = JobBook(tmp_path / "data" / "jobs.sqlite")
    job, log = book.add(Order(JobKind.RELOAD, "local", {}, "anna"))
    log.close()
    book.end(job.id, JobState.SUCCEEDED)
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI)
    assert found["s3:PutObject (snapshots)"].verdict is Verdict.FAILING, "reloads run here"
    wire.rule = denying("s3:ListBucket")
    found = examined(LINEAGE_VIZ_SNAPSHOTS=URI, LINEAGE_VIZ_READ_ONLY="on")
    assert found["s3:ListBucket (snapshots)"].verdict is Verdict.FAILING
