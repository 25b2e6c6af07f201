"""The differences as Neptune CSV for the bulk loader: only the rows to load, in the format of a snapshot."""

from pathlib import Path

from lineage_viz.difference.difference import Difference
from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.manifest import FileEntry
from lineage_viz.snapshot.tables import write_tables


def write_changes(folder: Path, difference: Difference) -> tuple[FileEntry, ...]:
    """Write the rows to load. Files without rows are deleted, so there is no file when there is nothing to load.

    Equal differences give equal files. Raises SnapshotError (disk full, no permission, or a snapshot is damaged).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = write_tables(
            folder, difference.entities_to_load(), difference.associations_to_load(), difference.after.schema
        )
        for file in files:
            if not file.rows:
                (folder / file.name).unlink()
    except OSError as error:
        raise SnapshotError(
            f"The differences cannot be written to {folder}: {error.strerror or error}. Free space or choose another "
            "folder, then run it again."
        ) from error
    return tuple(file for file in files if file.rows)
