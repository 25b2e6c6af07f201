"""The turns of exports side by side: each account has limits of its own at AWS, but this machine has one memory."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lineage_viz.errors import ExportBusy, SnapshotError
from lineage_viz.system.file_lock import file_lock

PAUSE = 1.0
"""Seconds between two attempts to get a turn."""


@contextmanager
def turn_to_export(data: Path, at_once: int) -> Iterator[None]:
    """Wait until fewer than `at_once` exports of sources run with this data folder, and count as one until the end.

    Raises SnapshotError when the folder cannot be written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SnapshotError(
            f"{data} cannot be made: {error.strerror or error}. Check its permissions."
        ) from error
    with ExitStack() as turn:
        while not _taken(turn, data, at_once):
            time.sleep(PAUSE)
        yield


def _taken(turn: ExitStack, data: Path, at_once: int) -> bool:
    busy = ExportBusy("All turns are taken.")
    for number in range(1, at_once + 1):
        try:
            turn.enter_context(file_lock(data / f".export-turn-{number}.lock", busy))
        except ExportBusy:
            continue
        return True
    return False
