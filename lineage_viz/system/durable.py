"""File changes that survive a power cut: without fsync the system keeps written data in memory for a while."""

import os
from contextlib import suppress
from pathlib import Path


def to_disk(path: Path) -> None:
    """Bring a file's content, or a folder's list of files, to disk. Raises OSError."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def replaced(file: Path, content: str | bytes) -> None:
    """Replace a file's content in one step: after a crash it has the old or the new content. Raises OSError."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        fresh.write_bytes(content.encode() if isinstance(content, str) else content)
        to_disk(fresh)
        fresh.replace(file)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    # The change is made: it did not fail only because a file system cannot sync folders.
    with suppress(OSError):
        to_disk(file.parent)
