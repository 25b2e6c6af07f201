"""A local Neptune, an S3 behind a proxy that can cause faults, and the AWS settings of the caller."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.target import Target
from lineage_viz.settings import BulkLoad, Neptune
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from tests.neptune_admin.faulty_s3 import FaultyS3, faulty_s3
from tests.neptune_local import NeptuneLocal
from tests.patience import briefly

BUCKET = "lineage-sync"
BULK_LOAD = BulkLoad(f"s3://{BUCKET}/snapshots/", "arn:aws:iam::123456789012:role/neptune-load")


@pytest.fixture
def wire(s3_server: str) -> Iterator[FaultyS3]:
    with faulty_s3(s3_server) as wire:
        yield wire


@pytest.fixture(autouse=True)
def objects(wire: FaultyS3, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The empty bucket behind the proxy."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", wire.url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    s3 = boto3.resource("s3", endpoint_url=s3_server)
    bucket = s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()
    s3.meta.client.close()


@pytest.fixture
def target(neptune: NeptuneLocal) -> Iterator[Target]:
    with opened(neptune) as target:
        yield target


class opened:  # noqa: N801
    """`with opened(neptune) as target:` opens a target that never pauses."""

    def __init__(self, neptune: NeptuneLocal) -> None:
        self._runner = Runner(Endpoint(neptune.gremlin_url, iam=False), lambda _: None)
        cluster = Cluster(Neptune(neptune.gremlin_url, neptune.reader_url, iam=False))
        self._target = Target(cluster, self._runner, BULK_LOAD, briefly)

    def __enter__(self) -> Target:
        return self._target

    def __exit__(self, *_: object) -> None:
        self._target.cluster.close()
        self._runner.close()
