"""The status of loads: ended or not, and worth another attempt or not."""

from typing import Any

import pytest

from lineage_viz.errors import LoadFailed
from lineage_viz.neptune_admin.load_failure import failed
from lineage_viz.neptune_admin.load_progress import LoadProgress
from lineage_viz.neptune_admin.load_status import LoadStatus


def load(status: str, *, feed: str = "", feeds: int = 2, **overall: Any) -> LoadStatus:
    payload: dict[str, Any] = {
        "overallStatus": {"status": status, "fullUri": "s3://b/p/", **overall},
        "feedCount": [{"LOAD_COMPLETED": feeds}] if feeds else [],
    }
    if feed:
        payload["failedFeeds"] = [{"fullUri": "s3://b/p/e.csv", "status": feed}]
    return LoadStatus.of("one", payload)


@pytest.mark.parametrize("status", ["LOAD_NOT_STARTED", "LOAD_IN_QUEUE", "LOAD_IN_PROGRESS"])
def test_a_running_load_is_not_over(status: str) -> None:
    assert not load(status).is_over
    assert not load(status).may_pass


@pytest.mark.parametrize(
    ("status", "passes"),
    [
        ("LOAD_COMPLETED", False),
        ("LOAD_COMMITTED_W_WRITE_CONFLICTS", True),
        ("LOAD_DATA_DEADLOCK", True),
        ("LOAD_S3_READ_ERROR", True),
        ("LOAD_UNEXPECTED_ERROR", True),
        ("LOAD_FAILED", True),
        ("LOAD_CANCELLED_BY_USER", False),
        ("LOAD_CANCELLED_DUE_TO_ERRORS", False),
        ("LOAD_S3_ACCESS_DENIED_ERROR", False),
        ("LOAD_DATA_FAILED_DUE_TO_FEED_MODIFIED_OR_DELETED", False),
        ("LOAD_FAILED_INVALID_REQUEST", False),
        ("LOAD_FAILED_BECAUSE_DEPENDENCY_NOT_SATISFIED", False),
        ("LOAD_OF_A_KIND_NOT_KNOWN_YET", False),
    ],
)
def test_only_some_failures_are_worth_another_attempt(status: str, passes: bool) -> None:
    assert load(status).is_over
    assert load(status).may_pass is passes


@pytest.mark.parametrize("kind", ["parsingErrors", "datatypeMismatchErrors", "insertErrors"])
def test_errors_in_the_files_are_not_worth_another_attempt(kind: str) -> None:
    assert not load("LOAD_FAILED", **{kind: 1}).may_pass


def test_a_denied_file_is_not_worth_another_attempt() -> None:
    assert load("LOAD_FAILED", feed="LOAD_S3_READ_ERROR").may_pass
    assert not load("LOAD_FAILED", feed="LOAD_S3_ACCESS_DENIED_ERROR").may_pass
    assert not load("LOAD_FAILED", feeds=0).may_pass


@pytest.mark.parametrize(
    ("status", "feed", "message"),
    [
        ("LOAD_FAILED", "LOAD_DATA_FAILED_DUE_TO_FEED_MODIFIED_OR_DELETED", "changed or removed meanwhile"),
        (
            "LOAD_S3_ACCESS_DENIED_ERROR",
            "",
            r"not allowed to read from S3\. .* the role a-role is attached to the cluster",
        ),
        ("LOAD_OF_A_KIND_NOT_KNOWN_YET", "LOAD_ODD", r"LOAD_OF_A_KIND_NOT_KNOWN_YET \(e\.csv\)\. Try again"),
    ],
)
def test_each_failure_names_the_next_step(status: str, feed: str, message: str) -> None:
    with pytest.raises(LoadFailed, match=rf"The load one of s3://b/p/ .*{message}"):
        raise failed(load(status, feed=feed), "a-role", 1, ())


def test_the_time_left_follows_from_the_records_so_far() -> None:
    now = load("LOAD_IN_PROGRESS", totalRecords=500, totalTimeSpent=10)
    assert LoadProgress(now, 1, expected=2000).remaining == 30
    assert LoadProgress(now, 1, expected=400).remaining == 0
    assert LoadProgress(now, 1).remaining is None
    assert LoadProgress(load("LOAD_IN_PROGRESS"), 1, expected=2000).remaining is None
