"""A file of a snapshot as S3 will see it: its size and its checksum, known before it is sent."""

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
    """`sha256` is the digest of all its bytes, as hex; `checksum` the one that S3 keeps of it."""

    path: Path
    size: int
    sha256: str
    checksum: str


def read_file(path: Path) -> LocalFile:
    """Reads the file once, from beginning to end. Raises BucketError when that fails.

    Of a file in one part S3 keeps the digest; of one in several, the digest of the parts' digests.
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
