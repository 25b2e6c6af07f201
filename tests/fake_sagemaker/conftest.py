"""A fake with the demo account, and a real boto3 client of it."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from lineage_viz.demo import Account, demo_account
from tests.fake_sagemaker import FakeSageMaker

Connect = Callable[..., Any]


@pytest.fixture(scope="session")
def account() -> Account:
    return demo_account()


@pytest.fixture
def fake(account: Account) -> Iterator[FakeSageMaker]:
    with FakeSageMaker(account) as fake:
        yield fake


@pytest.fixture
def connect() -> Iterator[Connect]:
    """A function that makes clients, by default without retries; all are closed at the end."""
    clients: list[Any] = []

    def make(fake: FakeSageMaker, attempts: int = 1, service: str = "sagemaker", timeout: float = 10) -> Any:
        retries: Any = {"total_max_attempts": attempts, "mode": "standard"}
        clients.append(
            boto3.client(
                service, endpoint_url=fake.url, region_name="eu-west-1", aws_access_key_id="any",
                aws_secret_access_key="any", config=Config(retries=retries, read_timeout=timeout),
            )
        )  # fmt: skip
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(fake: FakeSageMaker, connect: Connect) -> Any:
    return connect(fake)
