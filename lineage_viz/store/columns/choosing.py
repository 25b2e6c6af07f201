"""The choice between columns and dictionaries, by the size of what is loaded."""

from collections.abc import Sequence
from importlib.util import find_spec

from lineage_viz.snapshot.folder import Folder
from lineage_viz.store.base import LineageSource

LARGE_BYTES = 4 * 2**20
"""The bytes of files from which columns are loaded: below, to load Arrow takes longer than it saves."""


def is_for_columns(sources: Sequence[LineageSource]) -> bool:
    """Return True for sources that columns hold better: large exports, whose associations have no ids of their own."""
    folders = [each for each in sources if isinstance(each, Folder)]
    if any(each.keeps_ids for each in folders):
        return False
    size = sum(table.path.stat().st_size for each in folders for table in each.tables)
    return size >= LARGE_BYTES and find_spec("pyarrow") is not None
