"""The files of a snapshot, a bucket, and the AWS settings of the caller."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import boto3
import pytest

from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.settings import BulkLoad
from lineage_viz.snapshot.folder import sha256
from lineage_viz.snapshot.manifest import FileEntry
from tests.caller import CALLER
from tests.neptune_admin.faulty_s3 import FaultyS3, faulty_s3

BUCKET = "lineage-load"
ROLE = "arn:aws:iam::123456789012:role/neptune-load"
SIZES = {"vertices.csv.gz": 20_000_000, "edges.csv.gz": 8 * 2**20, "few.csv.gz": 1000, "none.csv.gz": 0}
"""Bytes of each file: three parts, exactly one part, less than one part, none."""


@dataclass(frozen=True)
class Exported:
    folder: Path
    files: list[FileEntry]

    @property
    def content(self) -> dict[str, bytes]:
        return {entry.name: (self.folder / entry.name).read_bytes() for entry in self.files}


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The files of a snapshot. Tests must not change them."""
    folder = tmp_path_factory.mktemp("snapshot")
    for name, size in SIZES.items():
        (folder / name).write_bytes(Random(name).randbytes(size))
    (folder / "manifest.json").write_text('{"format": "of a snapshot"}')
    return Exported(folder, [FileEntry(name, 1, sha256(folder / name)) for name in SIZES])


@pytest.fixture
def few(tmp_path: Path) -> Exported:
    """Two small files that tests may change."""
    for name in ("a.csv.gz", "b.csv.gz"):
        (tmp_path / name).write_bytes(Random(name).randbytes(2000))
    return Exported(
        tmp_path, [FileEntry(name, 1, sha256(tmp_path / name)) for name in ("a.csv.gz", "b.csv.gz")]
    )


@pytest.fixture
def wire(s3_server: str) -> Iterator[FaultyS3]:
    with faulty_s3(s3_server) as wire:
        yield wire


@pytest.fixture
def s3(s3_server: str) -> Iterator[Any]:
    """A client of S3 that does not use the proxy, with one empty bucket."""
    s3 = boto3.client(
        "s3",
        endpoint_url=s3_server,
        region_name="eu-west-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield s3
    for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        s3.delete_object(Bucket=BUCKET, Key=found["Key"])
    s3.delete_bucket(Bucket=BUCKET)
    s3.close()


@pytest.fixture(autouse=True)
def aws(wire: FaultyS3, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials, and an S3 behind the proxy."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in {"AWS_ENDPOINT_URL_S3": wire.url, "AWS_REGION": "eu-west-1", **CALLER}.items():
        monkeypatch.setenv(name, value)


def bucket(encryption: str = "", name: str = BUCKET, attempts: int = 10) -> Bucket:
    return Bucket(BulkLoad(f"s3://{name}/neptune/", ROLE, encryption), attempts)


def stored(s3: Any, prefix: str = "") -> dict[str, bytes]:
    """The bytes of all objects under a prefix, by the rest of their names."""
    found = s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())
    keys = [item["Key"] for item in found]
    return {key.removeprefix(prefix): s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


def unfinished(s3: Any) -> list[str]:
    return [left["Key"] for left in s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", ())]
