"""Errors of S3, translated to a BucketError that names the next step.

Codes: Amazon S3 API Reference, "Error responses"; a HEAD has no body, so its code is only the HTTP status.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from s3transfer.exceptions import RetriesExceededError

from lineage_viz.aws.connections import unusable_proxy
from lineage_viz.aws.credential_failures import credentials_needed
from lineage_viz.aws.refusals import (
    clock,
    elsewhere,
    error_code,
    forbidding,
    is_clock,
    is_expired,
    message_of,
    status_of,
    unknown_call,
    unknown_caller,
)
from lineage_viz.aws.sign_in import renewal
from lineage_viz.aws.unanswered import unanswered, unusable_setting
from lineage_viz.errors import BucketError
from lineage_viz.settings import BUCKET, ENCRYPTION, SNAPSHOTS

DENIED = frozenset({"AccessDenied", "AllAccessDisabled", "AccountProblem", "403"})
GONE = frozenset({"NoSuchUpload"})
_ABSENT = frozenset({"NoSuchBucket", "404"})
_CORRUPTED = frozenset({"BadDigest", "XAmzContentSHA256Mismatch"})
_CORRUPTED_ATTEMPTS = 5
CHANGED = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
"""The answers to a write that must find an object as it was read."""
_ACTIONS = {
    "AbortMultipartUpload": "s3:AbortMultipartUpload",
    "DeleteObject": "s3:DeleteObject",
    "GetObject": "s3:GetObject",
    "HeadBucket": "s3:ListBucket",
    "HeadObject": "s3:GetObject",
    "ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "ListObjectsV2": "s3:ListBucket",
}
"""The action that each call needs; every other call is a part of an upload."""
_UPLOADS = "s3:PutObject"
_DENIED_ACTION = re.compile(r"not authorized to perform: (s3:\w+)")
_PAGES = {BUCKET: "docs/neptune.md", SNAPSHOTS: "docs/administration.md"}
"""The page that lists all actions for the bucket of a setting."""
_RESUMES = "Run the same again: it resumes where it stopped."


def retry_if_corrupted(response: Any, attempts: int, **_: object) -> float | None:
    """Retry when S3 reports that the received bytes differ from the sent ones: a handler of botocore's `needs-retry`.

    botocore itself does not retry here, although the same bytes may arrive correctly the next time.
    """
    code = response[1].get("Error", {}).get("Code") if response is not None else ""
    return 0.1 if code in _CORRUPTED and attempts < _CORRUPTED_ATTEMPTS else None


def is_denied(error: BucketError) -> bool:
    """True when S3 denied the action. A key that KMS refuses does not count."""
    cause = error.__cause__
    if not isinstance(cause, ClientError) or error_code(cause) not in DENIED:
        return False
    return "kms:" not in cause.response.get("Error", {}).get("Message", "")


@contextmanager
def ignoring(codes: Collection[str]) -> Iterator[None]:
    """End the block without an error when S3 answers with one of these codes."""
    try:
        yield
    except ClientError as error:
        if error_code(error) not in codes:
            raise


@contextmanager
def translated(doing: str, bucket: str, setting: str = BUCKET) -> Iterator[None]:
    """Translate the errors of boto3 to BucketError. `doing` completes the phrase "… while …".

    `setting` names the bucket.
    """
    try:
        with credentials_needed(BucketError):
            yield
    except ClientError as error:
        raise BucketError(_answered(error, doing, bucket, setting)) from error
    except (exceptions.ConnectionError, exceptions.HTTPClientError, RetriesExceededError) as error:
        raise BucketError(
            unusable_proxy(error)
            or f"S3 cannot be reached while {doing} ({error}). Check the network and the region. {_RESUMES}"
        ) from error
    except ResponseParserError as error:
        raise BucketError(f"{elsewhere(doing)} {_RESUMES}") from error
    except BotoCoreError as error:
        raise BucketError(unanswered(error, doing)) from error
    except OSError as error:
        raise BucketError(
            f"A file cannot be read while {doing} ({error}). Check the disk. {_RESUMES}"
        ) from error
    except ValueError as error:  # boto3 raises this for a setting that it cannot read
        raise BucketError(unusable_setting(error)) from error


def _answered(error: ClientError, doing: str, bucket: str, setting: str) -> str:
    code, reason = error_code(error), message_of(error)
    if is_clock(error):
        return clock(error)
    if code in _ABSENT:
        where = " in the cluster's region" if setting == BUCKET else ""
        return f"There is no bucket {bucket}. Create it{where}, or correct {setting}."
    if code.startswith("KMS.") or "kms:" in reason:
        return (
            f"KMS refused the key while {doing} ({code}: {reason}). Allow kms:GenerateDataKey and kms:Decrypt, "
            f"or correct {ENCRYPTION}."
        )
    if code in DENIED and (policy := forbidding(error)):
        return f"S3 denied access while {doing} ({reason}). {policy}"
    if code in DENIED:
        return (
            f"S3 denied access while {doing} ({reason}). Allow {_denied_action(error)} on the bucket {bucket} and its "
            f"objects; {_PAGES[setting]} lists all actions."
        )
    if is_expired(error) or code == "400":  # the answer to a HEAD in this case
        return f"The AWS session has expired ({doing}). {renewal()} {_RESUMES}"
    if unknown := unknown_caller(error, doing) or unknown_call(error, doing):
        return unknown
    if code in _CORRUPTED:
        return f"S3 did not receive the bytes that were sent ({doing}). Check the network. {_RESUMES}"
    if (status := status_of(error)) >= 500:
        return f"S3 failed again and again ({code or status}, {doing}). Wait a while. {_RESUMES}"
    return f"S3 refused the call while {doing} ({code}: {reason}). Check {setting} and {ENCRYPTION}."


def _denied_action(error: ClientError) -> str:
    """The action that S3 says it denied, or that of the call: without s3:ListBucket, S3 denies a missing object."""
    said = _DENIED_ACTION.search(message_of(error))
    return said[1] if said else _ACTIONS.get(error.operation_name, _UPLOADS)
