"""A fake SageMaker, moto's STS, and the command line, which AWS's own variables connect to both."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from lineage_viz.demo import Account, generate
from tests.caller import CALLER
from tests.command import run_here
from tests.fake_sagemaker import FakeSageMaker
from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent

Environment = dict[str, str]
RunCommand = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def sts_url() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def small_account() -> Account:
    return generate(entities=300, seed=11)


@pytest.fixture
def fake(small_account: Account) -> Iterator[FakeSageMaker]:
    with FakeSageMaker(small_account) as running:
        yield running


@pytest.fixture
def aws(fake: FakeSageMaker, sts_url: str) -> Environment:
    """The environment of a caller with credentials, with the fakes as AWS."""
    without_aws = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **without_aws,
        **{f"AWS_ENDPOINT_URL_{service}": fake.url for service in ("SAGEMAKER", "S3", "ECR", "CLOUDTRAIL")},
        "AWS_ENDPOINT_URL_STS": sts_url,
        "AWS_REGION": "eu-west-1",
        **CALLER,
    }


def command(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "lineage_viz", *arguments]


@pytest.fixture
def run_command(aws: Environment) -> RunCommand:
    """A function that runs the command line to its end; `without` drops variables, `more` adds some."""

    def run(*arguments: str, without: Sequence[str] = (), **more: str) -> subprocess.CompletedProcess[str]:
        return run_here(arguments, {k: v for k, v in {**aws, **more}.items() if k not in without})

    return run


@pytest.fixture
def run_process(aws: Environment) -> RunCommand:
    """The same as a process of its own."""

    def run(*arguments: str, without: Sequence[str] = (), **more: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in {**aws, **more}.items() if name not in without}
        return subprocess.run(
            command(*arguments), env=environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
        )

    return run
