"""The newest complete snapshot of an account and region in a folder."""

from contextlib import suppress
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.folder import Folder, open_folder
from lineage_viz.snapshot.manifest import EXPORTED, FILE_NAME, Manifest


def latest_snapshot(parent: Path, account: str, region: str) -> Folder | None:
    """Return the newest snapshot, or None. Skip damaged and foreign folders."""
    candidates: list[tuple[str, Path]] = []
    for path in parent.glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            manifest = Manifest.read(path.parent)
            # A real account may have the number of the demo account, and another tool may have left out parts.
            if manifest.mode in EXPORTED and (manifest.account, manifest.region) == (account, region):
                candidates.append((manifest.taken.isoformat(), path.parent))
    for _, folder in sorted(candidates, reverse=True):
        with suppress(SnapshotError):
            return open_folder(folder)
    return None
