"""A load as a job, on the local Neptune: a retry completes a killed load."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import psutil
import pytest

from lineage_viz.jobs import JobBook, JobKind, JobState, Order, retry, start
from tests.jobs.conftest import HOST, wait_until
from tests.jobs.test_processes import ended, running
from tests.neptune_local import NeptuneLocal

BUCKET = "lineage-jobs"


@pytest.fixture
def load(
    neptune: NeptuneLocal, s3_server: str, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Order]:
    for name, value in {
        "LINEAGE_VIZ_NEPTUNE": neptune.gremlin_url,
        "LINEAGE_VIZ_NEPTUNE_IAM": "off",
        "LINEAGE_VIZ_BUCKET": f"s3://{BUCKET}/snapshots/",
        "LINEAGE_VIZ_LOAD_ROLE": "arn:aws:iam::123456789012:role/neptune-load",
        "AWS_ENDPOINT_URL_S3": s3_server,
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }.items():
        monkeypatch.setenv(name, value)
    s3 = boto3.resource("s3", endpoint_url=s3_server)
    bucket = s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield Order(JobKind.LOAD, HOST, {"path": str(snapshot)}, "anna")
    bucket.objects.all().delete()
    bucket.delete()
    s3.meta.client.close()


@pytest.mark.parametrize("step", ["comparing", "loading"])
def test_a_retry_completes_a_killed_load(
    book: JobBook, load: Order, step: str, neptune: NeptuneLocal
) -> None:
    neptune.loads.hold()  # so that the load is seen, however fast it is
    job = running(book, start(book, load))
    wait_until(lambda: (progress := book.job(job.id).progress) and progress.step == step)
    assert job.process
    psutil.Process(job.process.pid).kill()
    assert ended(book, job).state is JobState.INTERRUPTED
    neptune.loads.release()
    done = ended(book, retry(book, job.id, "ben"))
    assert done.state is JobState.SUCCEEDED, done.error
    assert f"Neptune at {HOST} holds {load.parameters['path']}: " in done.result
    assert done.progress
    assert done.progress.step == "verifying"
