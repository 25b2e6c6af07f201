"""What can go wrong between us and a bucket, as a BucketError that says the next step.

Codes: Amazon S3 API Reference, "Error responses"; a HEAD has no body, so its code is only the HTTP status.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError

from lineage_viz.errors import BucketError
from lineage_viz.sagemaker_lineage.failures import EXPIRED, error_code, unanswered
from lineage_viz.settings import BUCKET, ENCRYPTION

DENIED = frozenset({"AccessDenied", "AllAccessDisabled", "AccountProblem", "403"})
GONE = frozenset({"NoSuchUpload"})
_ABSENT = frozenset({"NoSuchBucket", "404"})
_UNKNOWN = frozenset({"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "RequestTimeTooSkewed"})
_SPOILT = frozenset({"BadDigest", "XAmzContentSHA256Mismatch"})
_SPOILT_ATTEMPTS = 5
_ACTIONS = "s3:PutObject, s3:GetObject, s3:ListBucket and s3:AbortMultipartUpload"
_GOES_ON = "Run the same again: it goes on from where it stopped."


def ask_again_if_spoilt(response: Any, attempts: int, **_: object) -> float | None:
    """A handler of botocore's `needs-retry`: S3 found that the bytes it got are not those that were sent.

    botocore gives up there, although the same bytes may well arrive whole the next time.
    """
    code = response[1].get("Error", {}).get("Code") if response is not None else ""
    return 0.1 if code in _SPOILT and attempts < _SPOILT_ATTEMPTS else None


def is_denied(error: BucketError) -> bool:
    """Whether S3 answered that the caller may not do this; a key that KMS refuses is another matter."""
    said = error.__cause__
    if not isinstance(said, ClientError) or error_code(said) not in DENIED:
        return False
    return "kms:" not in said.response.get("Error", {}).get("Message", "")


@contextmanager
def passing_over(codes: Collection[str]) -> Iterator[None]:
    """Ends the block quietly when S3 answers one of these codes."""
    try:
        yield
    except ClientError as error:
        if error_code(error) not in codes:
            raise


@contextmanager
def translated(doing: str, bucket: str) -> Iterator[None]:
    """Turns whatever boto3 raises into a BucketError. `doing` completes "… while …"."""
    try:
        yield
    except ClientError as error:
        raise BucketError(_answered(error, doing, bucket)) from error
    except (exceptions.ConnectionError, exceptions.HTTPClientError, RetriesExceededError) as error:
        raise BucketError(
            f"S3 cannot be reached while {doing} ({error}). Check the network and the region. {_GOES_ON}"
        ) from error
    except BotoCoreError as error:
        raise BucketError(unanswered(error, doing)) from error
    except OSError as error:
        raise BucketError(
            f"A file cannot be read while {doing} ({error}). Check the disk. {_GOES_ON}"
        ) from error
    except ValueError as error:  # how boto3 answers a setting it cannot read
        raise BucketError(f"An AWS setting cannot be used: {error}. Correct it.") from error


def _answered(error: ClientError, doing: str, bucket: str) -> str:
    code, said = error_code(error), error.response.get("Error", {}).get("Message", "")
    if code in _ABSENT:
        return f"There is no bucket {bucket}. Create it in the cluster's region, or correct {BUCKET}."
    if code.startswith("KMS.") or "kms:" in said:
        return (
            f"KMS refused the key while {doing} ({code}: {said}). Allow kms:GenerateDataKey and kms:Decrypt, "
            f"or correct {ENCRYPTION}."
        )
    if code in DENIED:
        return f"S3 denied access while {doing} ({said}). Allow {_ACTIONS} on the bucket {bucket} and its objects."
    if code in EXPIRED or code == "400":  # so a HEAD is answered then
        return f"The AWS session has expired ({doing}). Renew the AWS credentials. {_GOES_ON}"
    if code in _UNKNOWN:
        return f"S3 does not accept these credentials ({code}, {doing}). Check the profile or keys, and the clock."
    if code in _SPOILT:
        return f"What reached S3 is not what was sent ({doing}). Check the network. {_GOES_ON}"
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= 500:
        return f"S3 failed again and again ({code or status}, {doing}). Wait a while. {_GOES_ON}"
    return f"S3 refused the call while {doing} ({code}: {said}). Check {BUCKET} and {ENCRYPTION}."
