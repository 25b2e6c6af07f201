"""The folders in which the app keeps things, and their disks."""

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from lineage_viz.errors import SnapshotError
from lineage_viz.health.finding import Finding, failing, ok, warning
from lineage_viz.health.freshness import shown
from lineage_viz.settings import DATA, SNAPSHOTS, Settings
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest

LEAST = 10**9
"""Bytes that should be free."""

ROOM = 3
"""So many times the last snapshot: what an export has read so far, the next snapshot made of it, and some to grow."""

SPACE, FOLDER, KEPT = "Disk space", "Data folder", "Snapshots folder"

_SETTING = {FOLDER: DATA, KEPT: SNAPSHOTS}


def folders(settings: Settings) -> list[tuple[str, Path]]:
    """What is written to, named; snapshots that are kept inside of the data folder are no place of their own."""
    inside = settings.kept.absolute().is_relative_to(settings.data.absolute())
    return [(FOLDER, settings.data), *([] if inside else [(KEPT, settings.kept)])]


def space(settings: Settings) -> Finding:
    """How much is free on each disk, against what the next snapshot may need."""
    places = [(path, _existing(path)) for _, path in folders(settings)]
    try:
        free = {path: shutil.disk_usage(where).free for path, where in places}
        last = _last_size(settings)
    except OSError as error:
        return failing(SPACE, f"It cannot be looked at ({error.strerror}: {error.filename}).")
    said = "; ".join(f"{_size(size)} are free for {path}" for path, size in free.items())
    said += f"; the last snapshot takes {_size(last)}." if last else "."
    details = {"free_bytes": min(free.values()), "last_snapshot_bytes": last}
    if min(free.values()) < max(LEAST, ROOM * last):
        return warning(SPACE, said, "Delete old snapshots, or enlarge the disk.").with_(details)
    return ok(SPACE, said).with_(details)


def writable(name: str, path: Path) -> Finding:
    """Whether something can be written there: a file without a name is, and is gone at once."""
    where = _existing(path)
    try:
        with TemporaryFile(dir=where) as file:
            file.write(b".")
            file.flush()
    except OSError as error:
        return failing(
            name,
            f"Nothing can be written to {where} ({error.strerror}).",
            f"Give this user the right to, free some space, or set {_SETTING[name]} to another folder.",
        )
    return ok(name, f"{path} can be written to." if where == path else f"{path} can be made in {where}.")


def _last_size(settings: Settings) -> int:
    """Bytes of the newest snapshot that is kept or shown; 0 without any. Raises OSError."""
    found = [manifest.parent for manifest in settings.kept.glob(f"[!.]*/{FILE_NAME}")]
    with suppress(SnapshotError):  # another check tells of it
        found += shown(settings)
    taken = []
    for folder in found:
        with suppress(SnapshotError):
            taken.append((Manifest.read(folder).taken, folder))
    newest = max(taken, default=None)
    return sum(file.stat().st_size for file in newest[1].iterdir()) if newest else 0


def _size(size: int) -> str:
    return f"{size / 10**9:,.1f} GB" if size >= 10**8 else f"{size / 10**6:,.1f} MB"


def _existing(path: Path) -> Path:
    """Itself, or the nearest folder above it that there is."""
    absolute = path.absolute()
    found = next((each for each in (absolute, *absolute.parents) if each.exists()), absolute)
    return path if found == absolute else found
