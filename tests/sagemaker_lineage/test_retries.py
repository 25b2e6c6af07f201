"""Retries of calls that botocore would not repeat, and the time between them."""

from types import SimpleNamespace

import pytest
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError, NoCredentialsError

from lineage_viz.sagemaker_lineage.retries import LONGEST_WAIT, SPOILT_ATTEMPTS, ask_again

OPERATION = SimpleNamespace(output_shape=SimpleNamespace(members={"ContextSummaries": None}))


def wait(
    status: int, parsed: dict[str, object], attempts: int, failure: Exception | None = None
) -> float | None:
    config = Config(retries={"total_max_attempts": 20})  # type: ignore[arg-type]
    response = None if failure else (SimpleNamespace(status_code=status), parsed)
    return ask_again(response, OPERATION, attempts, {"context": {"client_config": config}}, failure)


@pytest.mark.parametrize(
    ("status", "parsed"),
    [
        (400, {"Error": {"Code": "ThrottlingException"}}),
        (400, {"Error": {"Code": "LimitExceededException"}}),
        (400, {"Error": {"Code": "RequestTimeout"}}),
        (429, {"Error": {"Code": "429"}}),
        (500, {}),
        (503, {}),
    ],
)
def test_a_refused_call_is_repeated_as_often_as_the_settings_allow(
    status: int, parsed: dict[str, object]
) -> None:
    waits = [wait(status, parsed, attempts) for attempts in range(1, 20)]
    assert all(waits)
    assert waits == sorted(waits, key=lambda seconds: seconds or 0)
    assert waits[-1] == LONGEST_WAIT
    assert wait(status, parsed, 20) is None


@pytest.mark.parametrize("code", ["503", "Unknown"])
def test_a_fault_that_aws_does_not_report_itself_is_repeated_for_half_a_minute(code: str) -> None:
    """A page of a proxy or of a wrong address; botocore makes its code up."""
    waits = [wait(503, {"Error": {"Code": code}}, attempts) or 0 for attempts in range(1, 20)]
    assert 20 < sum(waits) < 60
    assert wait(429, {"Error": {"Code": "429"}}, 19)


def test_a_call_is_repeated_after_a_lost_connection_but_not_without_credentials() -> None:
    assert wait(0, {}, 1, ConnectionClosedError(endpoint_url="http://x"))
    assert wait(0, {}, 1, NoCredentialsError()) is None


def test_a_call_with_a_garbled_answer_is_repeated_a_few_times() -> None:
    assert wait(200, {"ResponseMetadata": {}}, SPOILT_ATTEMPTS - 1)
    assert wait(200, {"ResponseMetadata": {}}, SPOILT_ATTEMPTS) is None


@pytest.mark.parametrize(
    ("status", "parsed"),
    [(200, {"ContextSummaries": []}), (400, {"Error": {"Code": "AccessDeniedException"}})],
)
def test_a_valid_answer_or_denial_is_not_repeated(status: int, parsed: dict[str, object]) -> None:
    assert wait(status, parsed, 1) is None
