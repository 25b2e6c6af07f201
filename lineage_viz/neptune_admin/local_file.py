"""A file of a snapshot with the size and the checksum that it will have in S3, known before the upload."""

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from s3transfer.utils import ChunksizeAdjuster

from lineage_viz.errors import BucketError
from lineage_viz.snapshot.parts import PART, digests_of


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
    try:
        size = path.stat().st_size
        found = digests_of(path, ChunksizeAdjuster().adjust_chunksize(PART, size))
    except OSError as error:
        raise BucketError(
            f"{path} cannot be read ({error.strerror}). Check the disk, or export again."
        ) from error
    checksum = found.of_parts if size >= PART else found.whole
    return LocalFile(path, size, found.whole.hex(), b64encode(checksum).decode())
