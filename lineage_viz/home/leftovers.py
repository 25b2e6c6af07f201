"""Things that killed processes left: parts of snapshots in S3 that have no manifest, and staging folders here."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from lineage_viz.home.claims import ABANDONED, LOADING
from lineage_viz.neptune_admin.notes import Noted
from lineage_viz.snapshot.manifest import FILE_NAME
from lineage_viz.snapshot.writer import STAGING_PREFIX

_PART = re.compile(
    r"(?P<name>(?:\d{12}|folder)-[^/]+-\d{8}T\d{6}Z(?:-\d{1,3})?(?:-[0-9a-f]{12})?)"
    r"(?:/(?:vertices-[^/]+|edges)\.csv\.gz|\.loading)"
)
"""The objects of an upload. Other objects below the prefix are those of other people, whatever their age."""


def unfinished(objects: Mapping[str, Noted]) -> tuple[str, ...]:
    """The names of uploads that nobody has finished or continued for a day, of all objects of the home."""
    newest: dict[str, datetime] = {}
    for key, noted in objects.items():
        if found := _PART.fullmatch(key):
            name = found["name"]
            newest[name] = max(noted.written, newest.get(name, noted.written))
    return tuple(
        name
        for name, written in sorted(newest.items())
        if f"{name}.{FILE_NAME}" not in objects and _is_old(written)
    )


def old_marks(objects: Mapping[str, Noted]) -> tuple[str, ...]:
    """The marks of loads of whole snapshots whose process was killed."""
    return tuple(key for key, noted in objects.items() if key.endswith(LOADING) and _is_old(noted.written))


def remove_staging(folder: Path) -> None:
    """Remove the staging folders here whose process is gone, or that are older than a day."""
    for staging in _left(folder):
        shutil.rmtree(staging, ignore_errors=True)


def _left(folder: Path) -> Iterator[Path]:
    for staging in folder.glob(f"{STAGING_PREFIX}*"):
        try:
            if not _runs(staging.name.rpartition("-")[2]) or _is_old(_changed(staging)):
                yield staging
        except OSError:  # its process has just removed it
            continue


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _is_old(moment: datetime) -> bool:
    return datetime.now(UTC) - moment >= ABANDONED


def _runs(pid: str) -> bool:
    """True for a process of this machine, and for a text that names none."""
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OverflowError, PermissionError):
        return True
    return True
