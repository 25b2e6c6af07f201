"""Real clients of the local Neptune and of its S3."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.neptune_local import NeptuneLocal

BUCKET = "lineage"
ROLE = "arn:aws:iam::123456789012:role/neptune-load"

Put = Callable[..., str]
Load = Callable[..., dict[str, Any]]


def client(service: str, url: str, key: str = "any", secret: str = "any", **more: Any) -> Any:
    retries: Any = {"total_max_attempts": 1}
    return boto3.client(
        service, endpoint_url=url, region_name="eu-west-1", aws_access_key_id=key,
        aws_secret_access_key=secret, config=Config(retries=retries), **more,
    )  # fmt: skip


@pytest.fixture
def s3(s3_server: str) -> Iterator[Any]:
    """A client of S3 with one empty bucket."""
    s3 = client("s3", s3_server)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield s3
    for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        s3.delete_object(Bucket=BUCKET, Key=found["Key"])
    s3.delete_bucket(Bucket=BUCKET)
    s3.close()


@pytest.fixture
def api(neptune: NeptuneLocal) -> Iterator[Any]:
    """boto3's client for neptunedata, without retries."""
    api = client("neptunedata", neptune.url)
    yield api
    api.close()


@pytest.fixture
def put(s3: Any) -> Put:
    """A function that writes the lines of a file below a prefix and returns the URI of the prefix."""

    def put(name: str, *lines: str, prefix: str = "snapshot/") -> str:
        s3.put_object(Bucket=BUCKET, Key=prefix + name, Body="\n".join(lines).encode())
        return f"s3://{BUCKET}/{prefix}"

    return put


@pytest.fixture
def load(api: Any) -> Load:
    """A function that loads a source and returns the final status, with details and errors."""

    def load(source: str, **more: Any) -> dict[str, Any]:
        return finished(api, started(api, source, **more))

    return load


def started(api: Any, source: str, **more: Any) -> str:
    given = {"source": source, "format": "csv", "s3BucketRegion": "eu-west-1", "iamRoleArn": ROLE} | more
    return str(api.start_loader_job(**given)["payload"]["loadId"])


def finished(api: Any, load_id: str) -> dict[str, Any]:
    while True:
        payload: dict[str, Any] = api.get_loader_job_status(loadId=load_id, details=True, errors=True)[
            "payload"
        ]
        if payload["overallStatus"]["status"] not in ("LOAD_IN_QUEUE", "LOAD_IN_PROGRESS"):
            return payload


def boto_error(error: Any) -> tuple[str, str]:
    """The code and message of a Neptune error in boto3."""
    return error.value.response["Error"]["Code"], error.value.response["detailedMessage"]


def gremlin_error(error: Any) -> tuple[str, str]:
    """The code and message of a Neptune error in gremlinpython."""
    fields = json.loads(str(error.value).partition(": ")[2])
    return fields["code"], fields["detailedMessage"]
