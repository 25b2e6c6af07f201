"""The folder that an argument of a command means: a path, or the name of a kept snapshot, fetched if only S3 has it."""

from contextlib import suppress
from pathlib import Path

from lineage_viz.errors import SettingsError
from lineage_viz.settings import Settings


def kept_folder(path: Path) -> Path:
    """Return a path itself if it exists, or has several parts; else the kept snapshot of this name, if there is one.

    Raises SnapshotError.
    """
    if path.exists() or len(path.parts) > 1:
        return path
    with suppress(SettingsError):  # a folder needs no settings
        settings = Settings.from_environment()
        kept = settings.kept / path
        if settings.in_s3:
            from lineage_viz.home import here

            return here(settings, kept)
        return kept if kept.exists() else path
    return path
