"""The kept snapshots of an account and region in a folder, and the newest complete one."""

from contextlib import suppress
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.folder import Folder, open_folder
from lineage_viz.snapshot.manifest import EXPORTED, FILE_NAME, Manifest


def latest_snapshot(parent: Path, account: str, region: str) -> Folder | None:
    """Return the newest snapshot, or None. Skip damaged and foreign folders."""
    for folder, _ in exported_snapshots(parent, account, region):
        with suppress(SnapshotError):
            return open_folder(folder)
    return None


def exported_snapshots(parent: Path, account: str, region: str) -> list[tuple[Path, Manifest]]:
    """Return the snapshots that exports made, newest first, with their manifests; their files are not verified."""
    found: list[tuple[Path, Manifest]] = []
    for path in parent.glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            manifest = Manifest.read(path.parent)
            # A real account may have the number of the demo account, and another tool may have left out parts.
            if manifest.mode in EXPORTED and (manifest.account, manifest.region) == (account, region):
                found.append((path.parent, manifest))
    return sorted(found, key=lambda each: (each[1].taken, each[0].name), reverse=True)
