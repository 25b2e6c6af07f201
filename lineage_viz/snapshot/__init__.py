"""The snapshot, our only interchange format: a folder of Neptune bulk-load CSV with a manifest, never edited."""

from lineage_viz.snapshot.folder import Folder, open_folder
from lineage_viz.snapshot.latest import latest_snapshot
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.snapshot.merging import Merged
from lineage_viz.snapshot.verify import verify
from lineage_viz.snapshot.writer import Header, write_snapshot

__all__ = [
    "Folder",
    "Header",
    "Manifest",
    "Merged",
    "latest_snapshot",
    "open_folder",
    "verify",
    "write_snapshot",
]
