"""The log of a job. Its process locks the file, so that any process can see that the job is alive."""

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from lineage_viz.jobs.job import safe

TAIL = 64 * 1024
"""Bytes at the end of a log that are shown."""


def open_log(path: Path) -> BinaryIO:
    """Create a log and lock it as long as it is open here or in a process that inherits it. Raises OSError.

    The system releases the lock when the process ends, in any way.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = path.open("ab")
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def is_alive(path: Path) -> bool:
    """True when a process has locked this log: the job is alive. If that cannot be determined, it counts as alive."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return False
    except OSError:  # the log of another user, unreadable here
        return True
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def log_tail(path: Path, limit: int = TAIL) -> str:
    """The last lines of a log, at most `limit` bytes; empty if there is no log. Raises OSError."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - limit))
            content = stream.read(limit)
    except FileNotFoundError:
        return ""
    lines = content if size <= limit else content.partition(b"\n")[2] or content
    return safe(lines.decode("utf-8", "replace"))
