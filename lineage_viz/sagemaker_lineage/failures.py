"""Failures of SageMaker's calls, as one sentence and the next step."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError, PaginationError

from lineage_viz.aws.connections import sign_in_wanted
from lineage_viz.aws.credential_failures import credential_failure
from lineage_viz.aws.refusals import (
    clock,
    denial,
    elsewhere,
    error_code,
    forbidding,
    is_clock,
    is_denied,
    is_expired,
    is_from_elsewhere,
    is_throttled,
    message_of,
    passes,
    status_of,
    unknown_call,
    unknown_caller,
)
from lineage_viz.aws.sign_in import renewal
from lineage_viz.aws.source_in_use import about
from lineage_viz.aws.unanswered import unanswered, unusable_setting
from lineage_viz.errors import AccessDenied, LineageVizError, RequestRefused, SourceError
from lineage_viz.sources import Source

RESUMES = "Nothing was published. Run it again: it resumes where it stopped."

AGAIN = "Run it again."

_OF_THE_SERVER = frozenset({"InternalFailure", "InternalError", "InternalServerError", "ServiceUnavailable"})
"""Codes that AWS sends with a status of 500 and more, and servers in between with any."""

_PROXY_WANTS_A_SIGN_IN = 407

_SERVICES = {"sts": "STS", "s3": "S3", "ecr": "ECR", "cloudtrail": "CloudTrail"}
"""The names of services other than SageMaker, by the beginning of their IAM actions."""


def refused_as(error: SourceError) -> str:
    """The code that AWS returned; empty if it did not answer."""
    return error_code(error.__cause__) if isinstance(error.__cause__, ClientError) else ""


def status_of_refusal(error: SourceError) -> int:
    """The HTTP status of AWS's refusal; 0 if it did not answer. A refused HEAD has nothing else."""
    return status_of(error.__cause__) if isinstance(error.__cause__, ClientError) else 0


def is_unaskable(error: SourceError) -> bool:
    """True when botocore does not send the request, because no service can have such a name."""
    return isinstance(error.__cause__, exceptions.ParamValidationError)


def is_unreachable(error: SourceError) -> bool:
    """True when there was no connection to the service."""
    return isinstance(error.__cause__, exceptions.ConnectionError | exceptions.HTTPClientError)


def is_without_region(error: SourceError) -> bool:
    """True when no region is set, so that nothing was asked."""
    return isinstance(error.__cause__, exceptions.NoRegionError)


@contextmanager
def translated(doing: str, action: str = "", source: Source | None = None) -> Iterator[None]:
    """Turn the errors of boto3 into a SourceError with a next step for a person.

    `doing` completes "… while …"; `action` is the IAM action that a denial is about. The next step is one for the
    `source`, or for the AWS settings of the environment.
    """
    try:
        yield
    except LineageVizError:
        raise
    except Exception as error:
        with about(source):
            found = _failure(error, doing, action)
        if found:
            raise found from error
        raise


def _failure(error: Exception, doing: str, action: str) -> SourceError | None:
    """Return the error for a person; None for a bug."""
    if words := credential_failure(error):
        return SourceError(words)
    match error:
        case ClientError():
            return _answered(error, doing, action)
        case _ if is_from_elsewhere(error):
            return SourceError(f"{elsewhere(doing)} {RESUMES}")
        case PaginationError():
            return RequestRefused(repeated_token(doing))
        case BotoCoreError():
            return SourceError(unanswered(error, doing))
        case ValueError():  # boto3 raises it for a setting that it cannot read
            return SourceError(f"{unusable_setting(error)} Nothing was read.")
    return None


def repeated_token(doing: str) -> str:
    """Return the sentence for a listing whose pages repeat."""
    return f"SageMaker returned the same page token twice ({doing}). Wait a while. {RESUMES}"


def _answered(error: ClientError, doing: str, action: str) -> SourceError:
    code, status = error_code(error), status_of(error)
    service = _SERVICES.get(action.partition(":")[0], "SageMaker")
    again = AGAIN if service == "STS" else RESUMES
    if is_clock(error):
        return SourceError(clock(error))
    if is_denied(error):
        words = f"AWS denied access while {doing}. {denial(error, action)}"
        return AccessDenied(words, by_a_policy=bool(forbidding(error)))
    if is_expired(error):
        return SourceError(f"The AWS session has expired ({doing}). {renewal()} {RESUMES}")
    if unknown := unknown_caller(error, doing) or unknown_call(error, doing):
        return SourceError(unknown)
    if is_throttled(code, status):
        return SourceError(
            f"{service} refuses the calls as too many, also on retries ({doing}). Wait a while. {again}"
        )
    if status == _PROXY_WANTS_A_SIGN_IN and is_from_elsewhere(error):
        return SourceError(sign_in_wanted(doing, "HTTP_PROXY"))
    if status >= 500 and is_from_elsewhere(error):
        return SourceError(
            f"{service} did not answer itself on any attempt ({doing}, HTTP {status}): a proxy, a load balancer or "
            f"another server may be in between. Check HTTPS_PROXY, NO_PROXY and AWS_ENDPOINT_URL with `env`, or wait a "
            f"while. {again}"
        )
    if status >= 500:
        return SourceError(f"{service} failed on every attempt ({code or status}, {doing}). {again}")
    if is_from_elsewhere(error):
        return SourceError(f"{elsewhere(f'{doing}, HTTP {status}')} {RESUMES}")
    refused = RequestRefused(f"AWS refused the call while {doing}: {code} {message_of(error)}".rstrip())
    refused.add_note(_next_step(code, status))  # who skips the one refused part has no use for it
    return refused


def _next_step(code: str, status: int) -> str:
    if passes(code, status) or code in _OF_THE_SERVER:
        return f"Wait a while. {RESUMES}"
    return f"Check the region, and AWS_ENDPOINT_URL with `env`. {RESUMES}"
