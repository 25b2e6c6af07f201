"""Locks on files, by which only one process works at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from lineage_viz.errors import LineageVizError, SnapshotError


@contextmanager
def file_lock(path: Path, busy: LineageVizError, *, wait: bool = False) -> Iterator[None]:
    """Lock a file until the end of the block. The system releases the lock when the process ends, in any way.

    When another process has the lock, it waits with `wait`, else it raises `busy` at once. Raises SnapshotError when
    the file cannot be created.
    """
    with _opened(path) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise busy from None
        yield


def wait_for_lock(stream: IO[bytes], *, shared: bool = False) -> None:
    """Wait for the lock on a file, then keep it until the stream is closed; `shared` locks allow other readers."""
    fcntl.flock(stream, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a")
    except OSError as error:
        raise SnapshotError(
            f"The lock file {path} cannot be written: {error.strerror or error}. "
            "Check the folder's permissions and the disk."
        ) from error
