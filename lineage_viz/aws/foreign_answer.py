"""Recognises an answer that AWS did not write, such as the page of a proxy, before botocore reads it.

botocore takes a page with status 200 for an answer without members, and follows any redirect as one of S3.
"""

from typing import Any

from botocore.model import OperationModel
from botocore.parsers import ResponseParserError

_MOVED, _REGION = (301, 302, 307), "x-amz-bucket-region"
_IDS = ("x-amz-request-id", "x-amzn-requestid", "x-amz-id-2")
"""Headers of every answer of S3, also of an error and of a HEAD (S3 API Reference, "Common response headers")."""


def refuse_foreign(response_dict: dict[str, Any], operation_model: OperationModel, **_: object) -> None:
    """A handler of botocore's `before-parse.s3`. Raises ResponseParserError for an answer that is not from S3.

    So is a bucket that has moved nowhere: botocore would ask for its region again, without end.
    A failure of a server in between, HTTP 500 or more, may pass: botocore repeats it.
    """
    status, headers, body = (response_dict[name] for name in ("status_code", "headers", "body"))
    # Some servers that imitate S3 send no id with an error; the error of a HEAD has no body.
    is_error = status >= 400 and (not body or b"<Code>" in body)
    if status < 500 and not is_error and not any(name in headers for name in _IDS):
        raise ResponseParserError(f"HTTP {status} without a request id of AWS")
    if operation_model.name == "HeadBucket" and status in _MOVED and _REGION not in headers:
        raise ResponseParserError(f"HTTP {status} without a region")
