"""The log of a job. Its process holds the file locked, so that anyone can see whether it still lives."""

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from lineage_viz.jobs.job import safe

TAIL = 64 * 1024


def open_log(path: Path) -> BinaryIO:
    """A new log, locked for as long as it is open here or in a process it was handed on to. Raises OSError.

    The system lets go of the lock when the process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = path.open("ab")
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def is_held(path: Path) -> bool:
    """Whether a process has this log open to write to it: whether the job lives. Where nobody can tell, it does."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return False
    except OSError:  # another user's, who alone may read it
        return True
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def log_tail(path: Path, limit: int = TAIL) -> str:
    """The last lines of a log, of at most so many bytes; empty where there is none. Raises OSError."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - limit))
            read = stream.read(limit)
    except FileNotFoundError:
        return ""
    whole = read if size <= limit else read.partition(b"\n")[2] or read
    return safe(whole.decode("utf-8", "replace"))
