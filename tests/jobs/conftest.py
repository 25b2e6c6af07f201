"""Real jobs: a load or reset that waits for an answer as long as a test wants, and the record of jobs."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from lineage_viz.errors import JobError
from lineage_viz.jobs import JobBook, JobKind, Order
from lineage_viz.settings import jobs_file
from tests import demo_once
from tests.caller import CALLER
from tests.patience import PATIENCE

HOST = "127.0.0.1"


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until the condition is true."""
    deadline, pause = time.monotonic() + PATIENCE, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "the condition did not become true"
        pause.wait(0.02)


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A server in place of the cluster and of S3 that accepts connections and never answers, so that callers wait."""
    with socket.create_server((HOST, 0)) as server:
        url = f"{HOST}:{server.getsockname()[1]}"
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        for name, value in {
            "LINEAGE_VIZ_NEPTUNE": f"ws://{url}/gremlin",
            "LINEAGE_VIZ_NEPTUNE_IAM": "off",
            "LINEAGE_VIZ_BUCKET": "s3://lineage-jobs/snapshots/",
            "LINEAGE_VIZ_LOAD_ROLE": "arn:aws:iam::123456789012:role/neptune-load",
            "AWS_ENDPOINT_URL_S3": f"http://{url}",
            "AWS_REGION": "eu-west-1",
            **CALLER,
        }.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the command line; it does not exist yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(folder))
    return folder


@pytest.fixture
def book(data: Path) -> Iterator[JobBook]:
    """The record of jobs. At the end it kills all running jobs and waits for their end, before the next test."""
    book = JobBook(jobs_file(data))
    yield book
    with suppress(JobError):
        for job in book.active():
            if job.process and job.process.pid != os.getpid():
                with suppress(psutil.NoSuchProcess):
                    process = psutil.Process(job.process.pid)
                    process.kill()
                    process.wait(PATIENCE)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:

    return demo_once.snapshot(tmp_path_factory.mktemp("snapshots"))


@pytest.fixture
def load(silent: socket.socket, snapshot: Path) -> Order:  # noqa: ARG001
    """A load that runs until it is cancelled, or `silent` is closed."""
    return Order(JobKind.LOAD, HOST, {"path": str(snapshot)}, "anna")
