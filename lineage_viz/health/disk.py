"""The folder in which the app keeps things, and its disk."""

import shutil
from pathlib import Path
from tempfile import TemporaryFile

from lineage_viz.health.finding import Finding, failing, ok, warning

LEAST = 10**9
"""Bytes that should be free."""

SPACE, FOLDER = "Disk space", "Data folder"


def space(data: Path) -> Finding:
    """How much is free where data is kept."""
    where = _existing(data)
    try:
        free = shutil.disk_usage(where).free
    except OSError as error:
        return failing(SPACE, f"{where} cannot be looked at ({error.strerror}).")
    said = f"{free / 10**9:,.1f} GB are free for {data}."
    return (
        warning(SPACE, said, "Delete old snapshots, or enlarge the disk.")
        if free < LEAST
        else ok(SPACE, said)
    )


def writable(data: Path) -> Finding:
    """Whether something can be written there: a file without a name is, and is gone at once."""
    where = _existing(data)
    try:
        with TemporaryFile(dir=where) as file:
            file.write(b".")
            file.flush()
    except OSError as error:
        return failing(
            FOLDER,
            f"Nothing can be written to {where} ({error.strerror}).",
            "Give this user the right to, free some space, or set LINEAGE_VIZ_DATA to another folder.",
        )
    return ok(FOLDER, f"{data} can be written to." if where == data else f"{data} can be made in {where}.")


def _existing(path: Path) -> Path:
    """Itself, or the nearest folder above it that there is."""
    absolute = path.absolute()
    found = next((each for each in (absolute, *absolute.parents) if each.exists()), absolute)
    return path if found == absolute else found
