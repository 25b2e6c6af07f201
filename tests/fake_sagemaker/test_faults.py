"""Faults that are switched on happen to a client, and the server always ends cleanly."""

import json
import subprocess
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, PaginationError, ReadTimeoutError

from lineage_viz.demo import Account
from tests.fake_sagemaker import FakeSageMaker, Faults

ROOT = Path(__file__).parents[2]


def everything(client: Any, **parameters: Any) -> int:
    pages = client.get_paginator("list_associations").paginate(
        **parameters, PaginationConfig={"PageSize": 100}
    )
    return sum(len(page["AssociationSummaries"]) for page in pages)


@pytest.mark.parametrize(
    ("faults", "code", "message"),
    [
        (Faults(throttle=1), "ThrottlingException", "Rate exceeded"),
        (Faults(http500=1), "InternalFailure", "internal error"),
        (
            Faults(expired_token=True),
            "ExpiredTokenException",
            "security token included in the request is expired",
        ),
        (
            Faults(deny=frozenset({"ListAssociations"})),
            "AccessDeniedException",
            "is not authorized to perform: sagemaker:ListAssociations",
        ),
        (Faults(refuse_unfiltered_associations=True), "ValidationException", "SourceArn"),
    ],
)
def test_a_call_is_refused(fake: FakeSageMaker, client: Any, faults: Faults, code: str, message: str) -> None:
    fake.faults = faults
    with pytest.raises(ClientError) as refused:
        client.list_associations()
    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert message in error["Message"]
    fake.faults = Faults()
    assert client.list_associations()["AssociationSummaries"]


def test_one_operation_is_denied_and_others_are_not(fake: FakeSageMaker, client: Any) -> None:
    fake.faults = Faults(deny=frozenset({"ListActions"}))
    assert client.list_artifacts()
    with pytest.raises(ClientError, match="AccessDenied"):
        client.list_actions()


def test_one_resource_of_search_is_denied_and_others_are_not(fake: FakeSageMaker, client: Any) -> None:
    fake.faults = Faults(deny=frozenset({"Search:ModelPackage"}))
    assert client.search(Resource="Endpoint")["Results"]
    with pytest.raises(ClientError, match="not authorized to perform: sagemaker:Search"):
        client.search(Resource="ModelPackage")
    fake.faults = Faults(throttle=1, only=frozenset({"Search:Model"}))
    assert client.search(Resource="ModelPackage")["Results"]
    with pytest.raises(ClientError, match="Throttling"):
        client.search(Resource="Model")


def test_a_patient_client_gets_everything_through_throttling(
    fake: FakeSageMaker, connect: Any, account: Account
) -> None:
    fake.faults = Faults(throttle=0.05, http500=0.05, drop=0.05, seed=1)
    assert everything(connect(fake, attempts=9)) == len(account.associations)
    assert {"ThrottlingException", "InternalFailure", "drop"} <= set(fake.calls.outcomes)


def test_the_same_faults_happen_in_every_run(account: Account, connect: Any) -> None:
    def outcomes() -> list[str]:
        with FakeSageMaker(account, Faults(throttle=0.3)) as fake:
            client = connect(fake)
            for _ in range(40):
                with suppress(ClientError):
                    everything(client)
            return [call.outcome for call in fake.calls.log]

    assert outcomes() == outcomes()


def test_a_connection_breaks(fake: FakeSageMaker, client: Any) -> None:
    fake.faults = Faults(drop=1)
    with pytest.raises(ConnectionClosedError):
        client.list_artifacts()


@pytest.mark.parametrize("faults", [Faults(truncate=1), Faults(garbage=1)])
def test_a_garbled_answer_has_no_members(fake: FakeSageMaker, client: Any, faults: Faults) -> None:
    fake.faults = faults
    assert set(client.list_artifacts()) == {"ResponseMetadata"}  # botocore sees nothing wrong with it


def test_a_server_that_hangs_can_be_closed(account: Account, connect: Any) -> None:
    with FakeSageMaker(account, Faults(hang=True)) as fake, pytest.raises(ReadTimeoutError):
        connect(fake, timeout=0.2).list_artifacts()
    assert not [thread for thread in threading.enumerate() if "fake-sagemaker" in thread.name]


@pytest.mark.parametrize("every", [2, 3])
def test_empty_pages_have_a_token(fake: FakeSageMaker, client: Any, account: Account, every: int) -> None:
    fake.faults = Faults(empty_page_every=every)
    pages = list(client.get_paginator("list_contexts").paginate(PaginationConfig={"PageSize": 10}))
    sizes = [len(page["ContextSummaries"]) for page in pages]
    assert sum(sizes) == len(account.contexts)
    assert all(size == 0 for size in sizes[every - 1 :: every])
    assert len(sizes) > every


def test_a_token_goes_stale_once(fake: FakeSageMaker, client: Any, account: Account) -> None:
    fake.faults = Faults(stale_token_after=3)
    with pytest.raises(ClientError, match="NextToken"):
        everything(client)
    assert everything(client) == len(account.associations)


def test_a_token_comes_twice(fake: FakeSageMaker, client: Any, account: Account) -> None:
    fake.faults = Faults(repeated_token_after=2)
    with pytest.raises(PaginationError, match="same next token"):
        everything(client)
    assert everything(client) == len(account.associations)


@pytest.mark.parametrize(("short", "left_out"), [(25, 25), (0.1, None)])
def test_the_account_wide_listing_can_be_incomplete(
    fake: FakeSageMaker, client: Any, account: Account, short: float, left_out: int | None
) -> None:
    fake.faults = Faults(short_unfiltered_associations=short)
    missing = len(account.associations) - everything(client)
    assert missing == left_out if left_out else 200 < missing < 500
    per_type = sum(everything(client, AssociationType=type_) for type_ in ("ContributedTo", "Produced"))
    assert per_type == sum(
        record.get("AssociationType") in ("ContributedTo", "Produced") for record in account.associations
    )


def test_faults_begin_after_some_calls(fake: FakeSageMaker, client: Any) -> None:
    fake.faults = Faults(expired_token=True, after=2)
    client.list_artifacts()
    client.list_actions()
    with pytest.raises(ClientError, match="expired"):
        client.list_contexts()


def test_calls_are_logged(fake: FakeSageMaker, client: Any) -> None:
    client.list_artifacts(MaxResults=7)
    client.list_contexts()
    assert fake.calls.counts == {"ListArtifacts": 1, "ListContexts": 1}
    assert fake.calls.of("ListArtifacts") == ({"MaxResults": 7},)
    fake.calls.clear()
    assert fake.calls.total == 0


def test_parallel_calls_are_counted(fake: FakeSageMaker, connect: Any) -> None:
    fake.faults = Faults(latency=0.3)
    clients = [connect(fake) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda client: client.list_contexts(), clients))
    assert fake.calls.max_concurrency == 4


def test_the_fake_runs_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.fake_sagemaker", "--entities", "700"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            with urllib.request.urlopen(f"{url}/_calls") as answer:
                none = {
                    "total": 0,
                    "counts": {},
                    "outcomes": {},
                    "max_concurrency": 0,
                    "began": 0.0,
                    "ended": 0.0,
                }
                assert json.load(answer) == none
        finally:
            process.terminate()
    assert process.returncode == 0
