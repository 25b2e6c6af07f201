"""One process at a time, told by a file."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from lineage_viz.errors import LineageVizError


@contextmanager
def file_lock(path: Path, busy: LineageVizError) -> Iterator[None]:
    """Held until the end of the block; the system lets go of it when the process ends, however it ends.

    Raises `busy` at once when another process holds it.
    """
    with path.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        yield


def wait_for_lock(stream: IO[bytes], *, shared: bool = False) -> None:
    """Wait until no other process holds the file, then hold it until the stream is closed; readers may share it."""
    fcntl.flock(stream, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
