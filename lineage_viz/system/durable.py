"""What has to survive a power cut: the system keeps what is written in memory for a while, unless it is asked."""

import os
from contextlib import suppress
from pathlib import Path


def to_disk(path: Path) -> None:
    """A file's bytes, or which files a folder has. Raises OSError."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def replaced(file: Path, text: str) -> None:
    """Give a file this content in one step: a crash leaves it as it was, or as it is to be. Raises OSError."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(text, "utf-8")
    to_disk(fresh)
    fresh.replace(file)
    # The change is made; a file system that cannot say when it is on disk is no reason to call it failed.
    with suppress(OSError):
        to_disk(file.parent)
