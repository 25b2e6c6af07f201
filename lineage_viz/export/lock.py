"""One export at a time for each account and region in a folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lineage_viz.errors import ExportBusy


@contextmanager
def export_lock(path: Path) -> Iterator[None]:
    """Held while an export runs; the system lets go of it when the process ends, however it ends.

    Raises ExportBusy at once when another process holds it.
    """
    with path.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportBusy(
                f"Another export of the same account and region is writing to {path.parent}. "
                "Wait for it, or choose another folder."
            ) from None
        yield
