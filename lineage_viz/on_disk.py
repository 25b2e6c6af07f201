"""What has to survive a power cut: the system keeps what is written in memory for a while, unless it is asked."""

import os
from pathlib import Path


def to_disk(path: Path) -> None:
    """A file's bytes, or which files a folder has. Raises OSError."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
