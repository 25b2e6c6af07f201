"""The folders in which the app keeps its data, and the free space on their disks."""

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from lineage_viz.errors import SnapshotError
from lineage_viz.export.checkpoint import journals_size
from lineage_viz.health.finding import Finding, failing, ok, warning
from lineage_viz.health.freshness import shown
from lineage_viz.settings import DATA, SNAPSHOTS, Settings
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest

LEAST = 10**9
"""Bytes that should be free at least."""

ROOM = 3
"""Free space as a multiple of the last snapshot: the data of a running export, the next snapshot, and growth."""

SPACE, FOLDER, KEPT, COPIES = "Disk space", "Data folder", "Snapshots folder", "Folder of copies"

_SETTING = {FOLDER: DATA, KEPT: SNAPSHOTS, COPIES: DATA}


def folders(settings: Settings) -> list[tuple[str, Path]]:
    """The folders that the app writes to, with their names.

    A snapshots folder inside the data folder is left out; one with copies is not, because nothing is shown without it.
    """
    inside = not settings.in_s3 and settings.kept.absolute().is_relative_to(settings.data.absolute())
    return [
        (FOLDER, settings.data),
        *([] if inside else [(COPIES if settings.in_s3 else KEPT, settings.kept)]),
    ]


def space(settings: Settings) -> Finding:
    """Compare the free space on each disk with the space that the next snapshot may need."""
    places = [(path, _existing(path)) for name, path in folders(settings) if name != COPIES]
    try:
        free = {path: shutil.disk_usage(where).free for path, where in places}
        last = _last_size(settings)
    except OSError as error:
        return failing(SPACE, f"The free space cannot be read ({error.strerror}: {error.filename}).")
    sentence = "; ".join(f"{path} has {_size(size)} of free space" for path, size in free.items())
    sentence += f". The last snapshot takes {_size(last)}." if last else "."
    if journals := journals_size(settings.kept):
        sentence += (
            f" Hidden files of unfinished exports in {settings.kept} take {_size(journals)}: an export resumes from "
            "them, and deletes them with --anew."
        )
    details = {"free_bytes": min(free.values()), "last_snapshot_bytes": last}
    if min(free.values()) < max(LEAST, ROOM * last):
        return warning(SPACE, sentence, "Delete old snapshots, or enlarge the disk.").with_(details)
    return ok(SPACE, sentence).with_(details)


def writable(name: str, path: Path) -> Finding:
    """Check that the app can write to a folder, with an unnamed file that disappears at once."""
    where = _existing(path)
    try:
        with TemporaryFile(dir=where) as file:
            file.write(b".")
            file.flush()
    except OSError as error:
        return failing(
            name,
            f"The app cannot write to {where} ({error.strerror}).",
            f"Allow this user to write, free some space, or set {_SETTING[name]} to another folder.",
        )
    return ok(
        name, f"The app can write to {path}." if where == path else f"The app can create {path} in {where}."
    )


def _last_size(settings: Settings) -> int:
    """Bytes of the newest snapshot, kept or shown; 0 when there is none. Raises OSError."""
    folders = [manifest.parent for manifest in settings.kept.glob(f"[!.]*/{FILE_NAME}")]
    if not settings.in_s3:  # the copies of those are kept here
        with suppress(SnapshotError):  # another check reports this error
            folders += shown(settings)
    taken = []
    for folder in folders:
        with suppress(SnapshotError):
            taken.append((Manifest.read(folder).taken, folder))
    newest = max(taken, default=None)
    return sum(file.stat().st_size for file in newest[1].iterdir()) if newest else 0


def _size(size: int) -> str:
    return f"{size / 10**9:,.1f} GB" if size >= 10**8 else f"{size / 10**6:,.1f} MB"


def _existing(path: Path) -> Path:
    """Return the path itself, or its nearest parent folder that exists."""
    absolute = path.absolute()
    nearest = next((each for each in (absolute, *absolute.parents) if each.exists()), absolute)
    return path if nearest == absolute else nearest
