"""One process at a time, told by a file."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from lineage_viz.errors import LineageVizError, SnapshotError


@contextmanager
def file_lock(path: Path, busy: LineageVizError) -> Iterator[None]:
    """Held until the end of the block; the system lets go of it when the process ends, however it ends.

    Raises `busy` at once when another process holds it, SnapshotError when the file cannot be made.
    """
    with _opened(path) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        yield


def wait_for_lock(stream: IO[bytes], *, shared: bool = False) -> None:
    """Wait until no other process holds the file, then hold it until the stream is closed; readers may share it."""
    fcntl.flock(stream, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a")
    except OSError as error:
        raise SnapshotError(
            f"{path} cannot be written ({error.strerror or error}), which keeps others from working there at the "
            "same time. Check the folder's permissions and the disk."
        ) from error
