"""Settings → the store that pages and the command line ask."""

from lineage_viz.demo.source import demo_source
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore


def open_store(settings: Settings) -> Store:
    """The store of the configured snapshots, or of the demo account. Raises SnapshotError, BadRow."""
    sources: list[LineageSource] = [open_folder(path) for path in settings.snapshots]
    return LocalStore(sources or [demo_source()])
