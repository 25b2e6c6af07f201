"""The digests of a file. S3 keeps that of a large file as the digest of the digests of its parts."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.snapshot.manifest import FileEntry

PART = 8 * 2**20
"""A file of this size or more is sent to S3 in parts of this size."""

_MOST = 10_000
"""S3 takes no more parts than that. A larger file is sent in larger parts."""


@dataclass(frozen=True, slots=True)
class Digests:
    """The size of a file, the SHA-256 of all bytes, and that of the digests of its parts."""

    size: int
    whole: bytes
    of_parts: bytes


def digests_of(path: Path, part: int = PART) -> Digests:
    """Read a file once, from start to end. Raises OSError."""
    whole, parts, size = hashlib.sha256(), hashlib.sha256(), 0
    for content in _parts(path, part):
        whole.update(content)
        parts.update(hashlib.sha256(content).digest())
        size += len(content)
    return Digests(size, whole.digest(), parts.digest())


def entry_of(path: Path, rows: int) -> FileEntry:
    """The manifest's entry for a file with so many rows. Raises OSError."""
    found = digests_of(path)
    if PART <= found.size <= PART * _MOST:
        return FileEntry(path.name, rows, found.whole.hex(), found.size, found.of_parts.hex())
    return FileEntry(path.name, rows, found.whole.hex())


def number_of_parts(size: int) -> int:
    """The number of parts in which a file of this size is sent."""
    return -(-size // PART)


def _parts(path: Path, length: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while part := stream.read(length):
            yield part
