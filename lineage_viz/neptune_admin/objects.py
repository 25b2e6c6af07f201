"""Files as objects of a bucket. They are sent in parts, checked by S3 on arrival, and compared afterwards."""

import hashlib
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from boto3.s3.transfer import ProgressCallbackInvoker, TransferConfig, create_transfer_manager
from botocore.exceptions import ClientError, IncompleteReadError, ReadTimeoutError, ResponseStreamingError

from lineage_viz.aws.refusals import error_code
from lineage_viz.errors import BucketError, ObjectChanged
from lineage_viz.neptune_admin.bucket_failures import GONE, ignoring, translated
from lineage_viz.neptune_admin.local_file import LocalFile
from lineage_viz.settings import BUCKET
from lineage_viz.snapshot.manifest import FileEntry
from lineage_viz.snapshot.parts import PART, number_of_parts
from lineage_viz.system.at_most import at_most

_TRANSFER = TransferConfig(
    multipart_threshold=PART, multipart_chunksize=PART, preferred_transfer_client="classic"
)

ABSENT = frozenset({"404", "NoSuchKey"})
"""The answers of S3 about an object that is not there."""

_CHANGED = "has changed"

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
"""Seconds before a small object is read again."""

BytesListener = Callable[[int], None]
"""Receives the number of further bytes done, from any thread; negative when bytes are sent again."""


class Objects:
    """Uploads files to one bucket, encrypted as set. Raises BucketError."""

    def __init__(self, client: Any, bucket: str, encryption: str, setting: str = BUCKET) -> None:
        self._client, self._bucket, self._encryption = client, bucket, encryption_headers(encryption)
        self._translated = partial(translated, bucket=bucket, setting=setting)

    def uri(self, key: str) -> str:
        """The full URI of an object or a prefix."""
        return f"s3://{self._bucket}/{key}"

    def put(self, file: LocalFile, key: str, progress: BytesListener) -> None:
        """Send a file unless the object exists already, and check that it has arrived."""
        if not self._difference(file, key):
            progress(file.size)
            return
        with self._translated(f"uploading {file.path.name} to {self.uri(key)}"):
            self._send(file, key, progress)
        if difference := self._difference(file, key):
            raise BucketError(
                f"{self.uri(key)} differs from {file.path} after the upload: {difference}. Upload it again. "
                "If that does not help, check who else writes there."
            )

    def content(self, key: str) -> bytes | None:
        """The bytes of a small object; None if there is none."""
        with self._translated(f"reading {self.uri(key)}"):
            try:
                return read_small(self._client, self._bucket, key)[0]
            except ClientError as error:
                if error_code(error) in ABSENT:
                    return None
                raise

    def damage(self, key: str, entry: FileEntry) -> str | None:
        """The reason why an object is not the file of this entry; empty when it is, and None when S3 cannot tell.

        The digest of an object in several parts is another one: it is compared when the entry has it, too.
        """
        with self._translated(f"comparing {self.uri(key)}"):
            try:
                found = self._client.head_object(Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
                kept, size = found.get("ChecksumSHA256", ""), found["ContentLength"]
                if entry.size and size != entry.size:
                    return f"has {size:,} bytes instead of {entry.size:,}"
                number = found["ETag"].strip('"').partition("-")[2] or kept.partition("-")[2]
                if number or (not kept and size >= PART):
                    return _damage_of_parts(kept.partition("-")[0], number, entry)
                own = b64decode(kept) if kept else _digest(read_small(self._client, self._bucket, key)[0])
            except ClientError as error:
                if error_code(error) in ABSENT:
                    return "is missing"
                raise
        return "" if own.hex() == entry.sha256 else _CHANGED

    def get(self, key: str, path: Path) -> None:
        """Download an object into a new file. Raises ObjectChanged when there is none."""
        with (
            self._translated(f"downloading {self.uri(key)}"),
            _transfers(self._client) as manager,
        ):
            try:
                manager.download(self._bucket, key, str(path)).result()
            except ClientError as error:
                if error_code(error) not in ABSENT:
                    raise
                raise ObjectChanged(
                    f"{self.uri(key)} is missing: somebody has deleted a file of its snapshot. Export again, or bring "
                    "the folder of the snapshot here."
                ) from error

    def _send(self, file: LocalFile, key: str, progress: BytesListener) -> None:
        arguments = {"ChecksumAlgorithm": "SHA256", **self._encryption}
        subscribers = [ProgressCallbackInvoker(progress)]
        # If the answer to joining the parts is lost, the repeated request finds the upload completed and gone.
        with ignoring(GONE), _transfers(self._client) as manager:
            manager.upload(str(file.path), self._bucket, key, arguments, subscribers).result()

    def _difference(self, file: LocalFile, key: str) -> str:
        """The difference between an object and this file, encrypted as set; empty when they are equal."""
        with self._translated(f"comparing {self.uri(key)}"):
            try:
                found = self._client.head_object(Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
            except ClientError as error:
                if error_code(error) == "404":
                    return "it does not exist"
                raise
            if found["ContentLength"] != file.size:
                return f"it has {found['ContentLength']} bytes instead of {file.size}"
            if not self._encrypted(found):
                return f"it is not encrypted with {' '.join(self._encryption.values())}"
            return "" if self._equal(file, key, found) else "its checksum differs"

    def _encrypted(self, found: Mapping[str, Any]) -> bool:
        return is_encrypted(found, self._encryption)

    def _equal(self, file: LocalFile, key: str, found: Mapping[str, Any]) -> bool:
        if kept := found.get("ChecksumSHA256"):
            return bool(kept.partition("-")[0] == file.checksum)  # the number of parts follows the dash
        read = _Digest()
        with _transfers(self._client) as manager:
            manager.download(self._bucket, key, read).result()
        return read.hex == file.sha256


@contextmanager
def _transfers(client: Any) -> Iterator[Any]:
    """Open a manager of transfers. It waits for its threads, but after an interrupt only a few seconds.

    A thread that waits for S3 learns of the interrupt only when S3 answers, or after minutes.
    """
    manager = create_transfer_manager(client, _TRANSFER)
    try:
        yield manager
    except Exception as error:
        manager.__exit__(type(error), error, None)
        raise
    except BaseException as interrupt:
        at_most(partial(manager.__exit__, type(interrupt), interrupt, None))
        raise
    manager.__exit__(None, None, None)


def _damage_of_parts(kept: str, number: str, entry: FileEntry) -> str | None:
    """Compare the digest that S3 keeps of several parts; None when they are others than an upload of this tool has."""
    if not kept or not entry.parts or number != str(number_of_parts(entry.size)):
        return None
    return "" if b64decode(kept).hex() == entry.parts else _CHANGED


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


class _Digest:
    """A file to write to. It keeps only the digest."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return len(data)

    @property
    def hex(self) -> str:
        return self._digest.hexdigest()


def read_small(client: Any, bucket: str, key: str) -> tuple[bytes, str]:
    """The bytes of a small object, and its version.

    botocore repeats a call until the body begins, but not when the connection ends in the body; this does. Raises what
    botocore raises.
    """
    attempts = client.meta.config.retries["total_max_attempts"]
    for attempt in range(attempts):
        answer = client.get_object(Bucket=bucket, Key=key)
        try:
            return bytes(answer["Body"].read()), str(answer["ETag"])
        except (IncompleteReadError, ReadTimeoutError, ResponseStreamingError):
            if attempt + 1 == attempts:
                raise
            time.sleep(min(_FIRST_PAUSE * 2**attempt, _LONGEST_PAUSE))
    raise AssertionError("the last attempt answers or raises")


def is_encrypted(answer: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    """True when the object of this answer has the encryption that its headers requested."""
    # For an alias, S3 answers with the key that it stands for.
    return all(answer.get(name) == value or ":alias/" in value for name, value in wanted.items())


def encryption_headers(text: str) -> dict[str, str]:
    """The headers that encrypt an object as set; none for the bucket's default."""
    if text.startswith("arn:"):
        return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": text}
    return {"ServerSideEncryption": text} if text else {}
