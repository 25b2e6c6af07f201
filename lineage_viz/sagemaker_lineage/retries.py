"""What is asked again although botocore, after its own rules, would not."""

from typing import Any

from botocore import exceptions

from lineage_viz.sagemaker_lineage.failures import THROTTLES

SPOILT_ATTEMPTS = 6
LONGEST_WAIT = 20.0


def ask_again(
    response: Any,
    operation: Any,
    attempts: int,
    request_dict: Any,
    caught_exception: Exception | None,
    **_: object,
) -> float | None:
    """A handler of botocore's `needs-retry`: seconds to wait before asking again; None when it is enough.

    botocore takes a body that was cut off or is no JSON, such as a proxy's page, for an answer without members.
    And it asks no more once a client's calls were refused some hundred times in all, however patient the settings
    are: a long export in a busy account would end there.
    """
    allowed = request_dict["context"]["client_config"].retries["total_max_attempts"]
    if response is None:
        again = isinstance(caught_exception, exceptions.ConnectionError | exceptions.HTTPClientError)
    elif response[0].status_code == 200:
        again = not response[1].keys() & operation.output_shape.members.keys()
        allowed = SPOILT_ATTEMPTS
    else:
        again = response[0].status_code >= 500 or response[1].get("Error", {}).get("Code") in THROTTLES
    return min(0.1 * 2**attempts, LONGEST_WAIT) if again and attempts < allowed else None
