"""The home that the settings name, with one client for each process."""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lineage_viz.settings import KeptInS3, Settings

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
    """The folder here of a kept snapshot, fetched from the home if it is not here yet. Raises SnapshotError."""
    home = home_of(settings)
    return home.bring(path.name) if home and not path.is_dir() else path


def where(settings: Settings, file: Path) -> str:
    """The place of a record, for a sentence: a file here, or its object in the home."""
    return f"{settings.in_s3.bucket}{file.name}" if settings.in_s3 else str(file)


@lru_cache(maxsize=4)
def _opened(folder: KeptInS3, scratch: Path, brief: bool, _aws: object) -> "S3Home":
    from lineage_viz.home.s3_home import S3Home

    return S3Home(folder, scratch, brief=brief)
