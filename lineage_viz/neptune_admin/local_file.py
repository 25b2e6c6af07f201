"""A file of a snapshot with the size and the checksum that it will have in S3, known before the upload."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from s3transfer.utils import ChunksizeAdjuster

from lineage_viz.errors import BucketError

PART = 8 * 2**20
"""A file of this size or more is sent in parts of this size."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to upload. `sha256` is the digest of all bytes, as hex; `checksum` is the one that S3 keeps."""

    path: Path
    size: int
    sha256: str
    checksum: str


def read_file(path: Path) -> LocalFile:
    """Read the file once, from start to end. Raises BucketError when this fails.

    S3 keeps the digest of a file in one part; for a file in several parts, the digest of the parts' digests.
    """
    whole, digests = hashlib.sha256(), []
    try:
        size = path.stat().st_size
        for part in _parts(path, size):
            whole.update(part)
            digests.append(hashlib.sha256(part).digest())
    except OSError as error:
        raise BucketError(
            f"{path} cannot be read ({error.strerror}). Check the disk, or export again."
        ) from error
    checksum = hashlib.sha256(b"".join(digests)).digest() if size >= PART else whole.digest()
    return LocalFile(path, size, whole.hexdigest(), b64encode(checksum).decode())


def _parts(path: Path, size: int) -> Iterator[bytes]:
    length = ChunksizeAdjuster().adjust_chunksize(PART, size)
    with path.open("rb") as stream:
        while part := stream.read(length):
            yield part
