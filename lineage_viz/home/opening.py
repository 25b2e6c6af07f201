"""The home that the settings name, with one client for each process."""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lineage_viz.errors import SnapshotError
from lineage_viz.settings import KeptInS3, Settings
from lineage_viz.snapshot import Folder, open_folder

# boto3 takes a while to import, so only a home in S3 imports it.
if TYPE_CHECKING:
    from lineage_viz.home.s3_home import S3Home


def home_of(settings: Settings, *, brief: bool = False) -> "S3Home | None":
    """The folder in S3 that keeps the snapshots; None when a folder of this machine does.

    `brief` is for pages: a call fails after seconds. Raises HomeError.
    """
    if settings.in_s3 is None:
        return None
    aws = tuple(sorted(each for each in os.environ.items() if each[0].startswith("AWS_")))
    return _opened(settings.in_s3, settings.kept.resolve(), brief, aws)


def here(settings: Settings, path: Path) -> Path:
    """The folder here of a kept snapshot, fetched from the home if no good copy is here. Raises SnapshotError."""
    home = _home_of_copy(settings, path)
    if home is None or home.has_here(path.name):
        return path
    thorough = home_of(settings)
    assert thorough
    return thorough.bring(path.name)


def here_again(settings: Settings, path: Path) -> Path | None:
    """Fetch a snapshot in place of a damaged copy; None for a folder that is no copy. Raises SnapshotError."""
    home = home_of(settings) if _home_of_copy(settings, path) else None
    return home.bring_again(path.name) if home else None


def open_kept(settings: Settings, path: Path) -> Folder:
    """Open a kept snapshot; with a home in S3, a damaged copy is fetched again. Raises SnapshotError."""
    found = here(settings, path)
    try:
        return open_folder(found)
    except SnapshotError:
        if fetched := here_again(settings, found):
            return open_folder(fetched)
        raise


def _home_of_copy(settings: Settings, path: Path) -> "S3Home | None":
    """The home of a snapshot, unless the path is that of a folder elsewhere on this machine."""
    home = home_of(settings, brief=True)
    is_elsewhere = home and path.is_dir() and path.resolve().parent != home.scratch
    return None if is_elsewhere else home


def where(settings: Settings, file: Path) -> str:
    """The place of a record, for a sentence: a file here, or its object in the home."""
    return f"{settings.in_s3.bucket}{file.name}" if settings.in_s3 else str(file)


@lru_cache(maxsize=4)
def _opened(folder: KeptInS3, scratch: Path, brief: bool, _aws: object) -> "S3Home":
    from lineage_viz.home.s3_home import S3Home

    return S3Home(folder, scratch, brief=brief)
