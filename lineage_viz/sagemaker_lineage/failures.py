"""Failures of AWS calls, as one sentence and the next step.

Codes: SageMaker's model has only ResourceNotFound for its lists; the others are AWS's common errors.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    InvalidRegionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    ReadTimeoutError,
    SSLError,
    TokenRetrievalError,
    UnauthorizedSSOTokenError,
    UnknownRegionError,
)

from lineage_viz.errors import AccessDenied, RequestRefused, SourceError

THROTTLES = frozenset(
    {"ThrottlingException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException"}
)
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_UNKNOWN = frozenset(
    {"UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch",
     "MissingAuthenticationTokenException", "AuthFailure"}
)  # fmt: skip
_DENIED = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})
RESUMES = "Nothing was published. Run it again: it resumes where it stopped."


def error_code(error: ClientError) -> str:
    """The code of an error that AWS returned."""
    return str(error.response.get("Error", {}).get("Code", ""))


def refused_as(error: SourceError) -> str:
    """The code that AWS returned; empty if it did not answer."""
    return error_code(error.__cause__) if isinstance(error.__cause__, ClientError) else ""


@contextmanager
def translated(doing: str, action: str = "") -> Iterator[None]:
    """Turn botocore's errors into a SourceError with a next step for a person.

    `doing` completes "… while …"; `action` is the IAM action that a denial is about.
    """
    try:
        yield
    except ClientError as error:
        raise _answered(error, doing, action) from error
    except BotoCoreError as error:
        raise SourceError(unanswered(error, doing)) from error
    except ValueError as error:  # boto3 raises it for a setting that it cannot read
        raise SourceError(f"An AWS setting cannot be used: {error}. Correct it. Nothing was read.") from error


def _answered(error: ClientError, doing: str, action: str) -> SourceError:
    code, message = error_code(error), error.response.get("Error", {}).get("Message", "")
    if code in _DENIED:
        missing = f" Ask for the IAM action {action}." if action else ""
        return AccessDenied(f"AWS denied access while {doing}.{missing} AWS's message: {message}")
    if code in EXPIRED:
        return SourceError(f"The AWS session has expired ({doing}). Renew the AWS credentials. {RESUMES}")
    if code in _UNKNOWN:
        return SourceError(
            f"AWS does not accept these credentials ({code}, {doing}). Check the profile or keys."
        )
    if code in THROTTLES:
        return SourceError(
            f"SageMaker refuses the calls as too many, also on retries ({doing}). Wait a while. {RESUMES}"
        )
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= 500:
        return SourceError(f"SageMaker failed on every attempt ({code or status}, {doing}). {RESUMES}")
    return RequestRefused(f"AWS refused the call while {doing}: {code} {message}".rstrip())


def unanswered(error: BotoCoreError, doing: str) -> str:
    """The message for a call that was not sent, or got no answer."""
    match error:
        case NoCredentialsError() | PartialCredentialsError():
            return (
                "No AWS credentials were found. Set AWS_PROFILE, or run `aws configure` or `aws sso login`."
            )
        case NoRegionError():
            return "No AWS region is set. Set AWS_REGION, such as AWS_REGION=eu-west-1."
        case ProfileNotFound():
            return f"{error}. Set AWS_PROFILE to a profile that `aws configure list-profiles` shows."
        case InvalidRegionError() | UnknownRegionError():
            return f"AWS does not know this region ({error}). Correct AWS_REGION."
        case UnauthorizedSSOTokenError() | TokenRetrievalError():
            return f"The single sign-on session has ended ({doing}). Run `aws sso login` on this machine."
        case SSLError():
            return (
                f"The connection to AWS cannot be verified ({error}). Check the proxy, or set AWS_CA_BUNDLE."
            )
        case EndpointConnectionError() | ConnectTimeoutError() | ReadTimeoutError() | HTTPClientError():
            return (
                f"AWS cannot be reached while {doing} ({error}). Check the region and the network. {RESUMES}"
            )
    return f"The call to AWS failed while {doing}: {error}"
