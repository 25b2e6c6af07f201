"""The S3 bucket from which Neptune loads. Each file is uploaded once, encrypted as set, and then compared.

Neptune's loader reads every object under its prefix, so the prefix may contain only the files to load.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from lineage_viz.aws.foreign_answer import refuse_foreign
from lineage_viz.aws.session import new_session
from lineage_viz.errors import BucketError, ObjectChanged
from lineage_viz.neptune_admin.bucket_failures import (
    DENIED,
    GONE,
    ignoring,
    retry_if_corrupted,
    translated,
)
from lineage_viz.neptune_admin.local_file import LocalFile, read_file
from lineage_viz.neptune_admin.notes import Notes
from lineage_viz.neptune_admin.objects import Objects
from lineage_viz.settings import S3Folder
from lineage_viz.snapshot.manifest import FILE_NAME, FileEntry
from lineage_viz.version import __version__

FIRST_ATTEMPTS = 5
"""Attempts at the first call. They report a bucket that cannot be reached within half a minute."""

_BRIEF, _LONG = 10, 60
"""Seconds to wait for an answer."""

UploadListener = Callable[[int, int], None]
"""Receives the bytes done and the total bytes, from any thread. The first number falls when bytes are sent again."""


def silent(_done: int, _all: int) -> None:
    """Ignore the progress: the default listener."""


class Bucket:
    """Uploads to the bucket of the settings, with the AWS settings of the environment. Raises BucketError."""

    def __init__(self, settings: S3Folder, attempts: int = 10, *, brief: bool = False) -> None:
        self._name, _, self._prefix = settings.bucket.removeprefix("s3://").partition("/")
        self._setting = settings.setting
        self._clients, self._attempts = S3Clients(self._name, brief=brief), attempts
        self._client = self._clients.make(attempts)
        self._client.meta.events.register_last("needs-retry.s3", retry_if_corrupted)
        self._translated = partial(translated, bucket=self._name, setting=self._setting)
        self._objects = Objects(self._client, self._name, settings.encryption, self._setting)
        self.notes = Notes(self._client, self._name, self._prefix, settings.encryption, self._setting)

    @cached_property
    def _first(self) -> Any:
        return self._clients.make(min(self._attempts, FIRST_ATTEMPTS))

    @cached_property
    def region(self) -> str:
        """The bucket's region. The call also shows that S3 answers and that the bucket exists."""
        with self._translated(f"asking for the region of {self._name}"):
            # A HEAD is answered without an error message, so this call reports an error first.
            self._first.list_objects_v2(Bucket=self._name, Prefix=self._prefix, MaxKeys=1)
            try:
                return _region(self._first.head_bucket(Bucket=self._name))
            except ClientError as error:
                # S3 names the region even when the caller may list only the prefix.
                if region := _region(error.response):
                    return region
                raise

    def upload(
        self, folder: Path, files: Sequence[FileEntry], name: str, listener: UploadListener = silent
    ) -> str:
        """Upload the files under their own prefix and return its URI. Objects that exist already are not sent again.

        Nothing is sent unless every file matches its entry and the prefix contains no other objects.
        """
        prefix = f"{self._prefix}{name}/"
        self._refuse_others(prefix, {prefix + entry.name for entry in files})
        objects = [(prefix + entry.name, _unchanged(folder, entry)) for entry in files]
        progress = _Progress(sum(file.size for _, file in objects), listener)
        for key, file in objects:
            self._objects.put(file, key, progress)
        self.abort_unfinished(name)
        return self._objects.uri(prefix)

    def put_manifest(self, folder: Path, name: str) -> str:
        """Upload the manifest beside the files' prefix and return its URI. Call this last: it completes the upload.

        The manifest of another snapshot stays.
        """
        file, key = read_file(folder / FILE_NAME), f"{self._prefix}{name}.{FILE_NAME}"
        content = file.path.read_bytes()
        if (
            self.manifest(name) != content
            and not self.notes.write_instead(f"{name}.{FILE_NAME}", content, "")
            and self.manifest(name) != content
        ):
            raise BucketError(
                f"{self._objects.uri(key)} is that of another snapshot, which another process has uploaded at the same "
                "time. Run it again: this snapshot then takes another name there."
            )
        self._objects.put(file, key, lambda _: None)
        return self._objects.uri(key)

    def manifest(self, name: str) -> bytes | None:
        """The manifest that `put_manifest` uploaded under this name; None without one."""
        return self._objects.content(f"{self._prefix}{name}.{FILE_NAME}")

    def snapshots(self) -> tuple[str, ...]:
        """The names of all whole snapshots in the bucket, sorted."""
        end = f".{FILE_NAME}"
        return tuple(sorted(name.removesuffix(end) for name in self.notes.all() if name.endswith(end)))

    def address(self, name: str = "") -> str:
        """The URI of an object, or of the folder."""
        return self._objects.uri(f"{self._prefix}{name}")

    def download(self, name: str, entry: FileEntry, folder: Path) -> None:
        """Download a file of an uploaded snapshot into a folder, and check its digest."""
        self._objects.get(f"{self._prefix}{name}/{entry.name}", folder / entry.name)
        if read_file(folder / entry.name).sha256 != entry.sha256:
            uri = self._objects.uri(f"{self._prefix}{name}/{entry.name}")
            raise ObjectChanged(
                f"{uri} is not the file of its snapshot: somebody has changed it. Export again, or bring the folder "
                "of the snapshot here."
            )

    def damage(self, name: str, files: Sequence[FileEntry]) -> tuple[str, int]:
        """The first file of an uploaded snapshot that is missing or has changed, in words; empty without one.

        Also the number of files that S3 cannot compare.
        """
        unknown = 0
        for entry in files:
            why = self._objects.damage(f"{self._prefix}{name}/{entry.name}", entry)
            if why:
                return f"{self.address(f'{name}/{entry.name}')} {why}", unknown
            unknown += why is None
        return "", unknown

    def abort_unfinished(self, name: str) -> None:
        """Abort unfinished uploads of killed processes and lost answers. Their parts are not listed, but cost money."""
        prefix = f"{self._prefix}{name}/"
        doing = f"ending unfinished uploads to {self._objects.uri(prefix)}"
        # All files are uploaded, so a missing permission for this is no failure.
        with self._translated(doing), ignoring(DENIED):
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._name, Prefix=prefix):
                for upload in page.get("Uploads", ()):
                    with ignoring(GONE):
                        self._client.abort_multipart_upload(
                            Bucket=self._name, Key=upload["Key"], UploadId=upload["UploadId"]
                        )

    def _refuse_others(self, prefix: str, keys: Collection[str]) -> None:
        _ = self.region
        with self._translated(f"listing {self._objects.uri(prefix)}"):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix)
            others = [each["Key"] for page in pages for each in page.get("Contents", ())]
        others = [key for key in others if key not in keys]
        if others:
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            raise BucketError(
                f"{self._objects.uri(others[0])}{more} is in the way: Neptune would load it with the snapshot. "
                f"Remove it, or set {self._setting} to another prefix."
            )


class _Progress:
    """Adds up the bytes that several threads have sent."""

    def __init__(self, total: int, listener: UploadListener) -> None:
        self._done, self._all, self._listener, self._lock = 0, total, listener, Lock()

    def __call__(self, count: int) -> None:
        with self._lock:
            self._done += count
            self._listener(self._done, self._all)


class S3Clients:
    """Makes clients of S3 with the AWS settings of the environment, which share the credentials.

    A program that supplies these runs once; if `brief`, it has only seconds, and so has each answer. Raises
    BucketError.
    """

    def __init__(self, bucket: str, *, brief: bool = False) -> None:
        self._bucket, self._brief = bucket, brief
        with self._translated():
            self._session = new_session(brief=brief)

    def make(self, attempts: int) -> Any:
        """Return a client that makes at most this number of attempts at a call."""
        with self._translated():
            client = self._session.create_client("s3", config=_config(attempts, brief=self._brief))
        client.meta.events.register_first("before-parse.s3", refuse_foreign)
        return client

    def _translated(self) -> AbstractContextManager[None]:
        return translated("reading the AWS settings", self._bucket)


def _unchanged(folder: Path, entry: FileEntry) -> LocalFile:
    file = read_file(folder / entry.name)
    if file.sha256 != entry.sha256:
        raise BucketError(f"{file.path} has changed since the export. Export again.")
    return file


def _region(answer: Any) -> str:
    return str(answer["ResponseMetadata"].get("HTTPHeaders", {}).get("x-amz-bucket-region", ""))


def _config(attempts: int, *, brief: bool) -> Config:
    return Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=5,
        read_timeout=_BRIEF if brief else _LONG,
        user_agent_extra=f"lineage_viz/{__version__}",
    )
