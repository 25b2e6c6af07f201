"""The place in S3 from which Neptune loads: files are put there once, whole, encrypted as set, and are compared.

Neptune's loader takes every object under the prefix it is given, so nothing but the files to load may be there.
"""

import os
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from lineage_viz import __version__
from lineage_viz.errors import BucketError
from lineage_viz.neptune_admin.bucket_failures import (
    DENIED,
    GONE,
    ask_again_if_spoilt,
    passing_over,
    translated,
)
from lineage_viz.neptune_admin.local_file import LocalFile, read_file
from lineage_viz.neptune_admin.objects import Objects
from lineage_viz.settings import BUCKET, BulkLoad
from lineage_viz.snapshot.manifest import FILE_NAME, FileEntry

FIRST_ATTEMPTS = 5
"""For the first call: a bucket that cannot be reached is known within half a minute."""

UploadListener = Callable[[int, int], None]
"""Told the bytes done and the bytes in all, from any thread; the first may fall when something is sent again."""


def silent(_done: int, _all: int) -> None:
    """Hears and says nothing."""


class Bucket:
    """Uploads to the bucket of the settings, with the AWS settings of the environment. Raises BucketError."""

    def __init__(self, settings: BulkLoad, attempts: int = 10) -> None:
        self._name, _, self._prefix = settings.bucket.removeprefix("s3://").partition("/")
        self._client = s3_client(self._name, attempts)
        self._first = s3_client(self._name, min(attempts, FIRST_ATTEMPTS))
        self._client.meta.events.register_last("needs-retry.s3", ask_again_if_spoilt)
        self._objects = Objects(self._client, self._name, settings.encryption)

    @cached_property
    def region(self) -> str:
        """The bucket's region; also finds out whether there is a bucket and whether S3 can be reached."""
        with translated(f"asking for the region of {self._name}", self._name):
            # The answer to a HEAD has no words: this one says what is wrong.
            self._first.list_objects_v2(Bucket=self._name, Prefix=self._prefix, MaxKeys=1)
            try:
                return _region(self._first.head_bucket(Bucket=self._name))
            except ClientError as error:
                # It is told even to those who may see nothing but their prefix.
                if region := _region(error.response):
                    return region
                raise

    def upload(
        self, folder: Path, files: Sequence[FileEntry], name: str, listener: UploadListener = silent
    ) -> str:
        """Puts the files under their own prefix and gives its URI; what is there already is not sent again.

        Nothing is sent unless every file is what its entry says and the prefix holds nothing else.
        """
        prefix = f"{self._prefix}{name}/"
        self._refuse_others(prefix, {prefix + entry.name for entry in files})
        found = [(prefix + entry.name, _unchanged(folder, entry)) for entry in files]
        progress = _Progress(sum(file.size for _, file in found), listener)
        for key, file in found:
            self._objects.put(file, key, progress)
        self._clear_away(prefix)
        return self._objects.uri(prefix)

    def put_manifest(self, folder: Path, name: str) -> str:
        """Puts the manifest beside the files' prefix and gives its URI. To be called last: it says all is there."""
        key = f"{self._prefix}{name}.{FILE_NAME}"
        self._objects.put(read_file(folder / FILE_NAME), key, lambda _: None)
        return self._objects.uri(key)

    def _refuse_others(self, prefix: str, keys: Collection[str]) -> None:
        _ = self.region
        with translated(f"listing {self._objects.uri(prefix)}", self._name):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix)
            others = [found["Key"] for page in pages for found in page.get("Contents", ())]
        others = [key for key in others if key not in keys]
        if others:
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            raise BucketError(
                f"{self._objects.uri(others[0])}{more} is in the way: Neptune would load it with the snapshot. "
                f"Remove it, or let {BUCKET} name another prefix."
            )

    def _clear_away(self, prefix: str) -> None:
        """End what killed uploads, and lost answers, left behind: it is nowhere to be seen but has to be paid for."""
        doing = f"ending unfinished uploads to {self._objects.uri(prefix)}"
        # All files are in place: who may not do this is not to fail for it.
        with translated(doing, self._name), passing_over(DENIED):
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._name, Prefix=prefix):
                for left in page.get("Uploads", ()):
                    with passing_over(GONE):
                        self._client.abort_multipart_upload(
                            Bucket=self._name, Key=left["Key"], UploadId=left["UploadId"]
                        )


class _Progress:
    """Adds up what many threads have sent."""

    def __init__(self, total: int, listener: UploadListener) -> None:
        self._done, self._all, self._listener, self._lock = 0, total, listener, Lock()

    def __call__(self, count: int) -> None:
        with self._lock:
            self._done += count
            self._listener(self._done, self._all)


def s3_client(bucket: str, attempts: int) -> Any:
    """S3 with the AWS settings of the environment. Raises BucketError."""
    with translated("reading the AWS settings", bucket):
        # boto3 knows only AWS_DEFAULT_REGION; the AWS CLI and every other SDK go by AWS_REGION first.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
        return session.client("s3", config=_config(attempts))


def _unchanged(folder: Path, entry: FileEntry) -> LocalFile:
    file = read_file(folder / entry.name)
    if file.sha256 != entry.sha256:
        raise BucketError(f"{file.path} is not what was exported: the snapshot has changed. Export again.")
    return file


def _region(answer: Any) -> str:
    return str(answer["ResponseMetadata"].get("HTTPHeaders", {}).get("x-amz-bucket-region", ""))


def _config(attempts: int) -> Config:
    return Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=5,
        user_agent_extra=f"lineage_viz/{__version__}",
    )
