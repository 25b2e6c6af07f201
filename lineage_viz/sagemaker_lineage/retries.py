"""Retries of calls that botocore, by its own rules, would not repeat."""

from typing import Any

from botocore import exceptions

from lineage_viz.aws.refusals import is_foreign_code, is_throttled, passes

SPOILT_ATTEMPTS = 6
"""Attempts for an answer that cannot be read."""
ELSEWHERE_ATTEMPTS = 9
"""Attempts, over 26 seconds, for a fault that AWS did not report itself: a wrong address stays wrong."""
LONGEST_WAIT = 20.0
"""Seconds."""


def ask_again(
    response: Any,
    operation: Any,
    attempts: int,
    request_dict: Any,
    caught_exception: Exception | None,
    **_: object,
) -> float | None:
    """A handler of botocore's `needs-retry`: the seconds to wait before the next attempt; None for no more attempts.

    botocore accepts a body that was cut off or is not JSON, such as a proxy's page, as an answer without members.
    It also stops all retries after a few hundred refused calls of a client, whatever the settings are: a long export
    in a busy account would end there.
    """
    allowed = request_dict["context"]["client_config"].retries["total_max_attempts"]
    if response is None:
        repeat = isinstance(caught_exception, exceptions.ConnectionError | exceptions.HTTPClientError)
    elif response[0].status_code == 200:
        repeat = not response[1].keys() & operation.output_shape.members.keys()
        allowed = min(allowed, SPOILT_ATTEMPTS)
    else:
        code, status = str(response[1].get("Error", {}).get("Code", "")), response[0].status_code
        repeat = passes(code, status)
        if is_foreign_code(code) and not is_throttled(code, status):
            allowed = min(allowed, ELSEWHERE_ATTEMPTS)
    return min(0.1 * 2**attempts, LONGEST_WAIT) if repeat and attempts < allowed else None


def ask_s3_again(response: Any, **event: Any) -> float | None:
    """The same for S3, whose answers may be without members and are not JSON."""
    is_answered = response is not None and response[0].status_code == 200
    return None if is_answered else ask_again(response, **event)
