"""The source of a load: every object whose key begins with the prefix, on an S3 endpoint of this machine."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tests.neptune_local.errors import NeptuneError
from tests.neptune_local.faults import Faults
from tests.neptune_local.feed import Feed


class Unreadable(Exception):
    """A file cannot be read. It holds the status of the feed, the code of the error and the reason."""

    def __init__(self, status: str, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Source:
    """`s3://bucket/prefix`. The prefix is plain text: `a` also matches `ab/x`."""

    def __init__(self, client: Any, uri: str, faults: Faults) -> None:
        self._client, self._uri, self._faults = client, uri, faults
        self._bucket, _, self._prefix = uri.removeprefix("s3://").partition("/")

    def check(self) -> None:
        """Raise NeptuneError when the bucket does not exist or refuses access."""
        try:
            self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix, MaxKeys=1)
        except (ClientError, BotoCoreError) as error:
            denied = "403" in str(error) or "AccessDenied" in str(error)
            code = "LoadUrlAccessDeniedException" if denied else "S3Exception"
            message = f"Failed to start new load from the source {self._uri}. {error}"
            raise NeptuneError(code, message) from error

    def feeds(self) -> Iterator[Feed]:
        """All files with any ending, because Neptune checks only the prefix."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
            for found in page.get("Contents", ()):
                if found["Size"] or not found["Key"].endswith("/"):
                    yield Feed(found["Key"], f"s3://{self._bucket}/{found['Key']}", found["ETag"])

    def read(self, feed: Feed, folder: Path) -> Path:
        """Download the file and return the path of the copy. Raises Unreadable."""
        if self._faults.take("s3_read"):
            raise Unreadable("LOAD_S3_READ_ERROR", "INTERNAL_ERROR", "S3 does not answer")
        if self._faults.take("s3_denied"):
            raise Unreadable("LOAD_S3_ACCESS_DENIED_ERROR", "S3_ACCESS_DENIED_ERROR", "Access Denied")
        path = folder / f"{len(list(folder.iterdir()))}-{Path(feed.key).name}"
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=feed.key, IfMatch=feed.etag)
            with answer["Body"] as body:
                path.write_bytes(body.read())
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in (404, 412):
                changed = "LOAD_DATA_FAILED_DUE_TO_FEED_MODIFIED_OR_DELETED"
                raise Unreadable(changed, "FILE_MODIFICATION_OR_DELETION_ERROR", str(error)) from error
            raise Unreadable("LOAD_S3_ACCESS_DENIED_ERROR", "S3_ACCESS_DENIED_ERROR", str(error)) from error
        except BotoCoreError as error:
            raise Unreadable("LOAD_S3_READ_ERROR", "INTERNAL_ERROR", str(error)) from error
        return path


class Buckets:
    """The S3 endpoint that loads read, as the load role of the cluster does."""

    def __init__(self, endpoint: str | None, region: str) -> None:
        endpoint = endpoint or os.environ.get("AWS_ENDPOINT_URL_S3")
        if not endpoint:
            raise ValueError("the local Neptune needs an S3 endpoint of this machine: AWS_ENDPOINT_URL_S3")
        self._client = boto3.client(
            "s3", endpoint_url=endpoint, region_name=region, aws_access_key_id="load-role",
            aws_secret_access_key="any", config=Config(s3={"addressing_style": "path"}),
        )  # fmt: skip

    def source(self, uri: str, faults: Faults) -> Source:
        """The source for a URI."""
        return Source(self._client, uri, faults)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
