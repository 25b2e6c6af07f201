"""The newest whole snapshot of an account and region in a folder."""

from contextlib import suppress
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.folder import Folder, open_folder
from lineage_viz.snapshot.manifest import DEMO, FILE_NAME, Manifest


def latest_snapshot(parent: Path, account: str, region: str) -> Folder | None:
    """None when there is none. Folders that are damaged, or of another tool, are passed over."""
    found: list[tuple[str, Path]] = []
    for path in parent.glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            manifest = Manifest.read(path.parent)
            real = manifest.mode != DEMO  # the demo account has a number that a real one may have, too
            if real and (manifest.account, manifest.region) == (account, region):
                found.append((manifest.taken.isoformat(), path.parent))
    for _, folder in sorted(found, reverse=True):
        with suppress(SnapshotError):
            return open_folder(folder)
    return None
