"""What differs as Neptune CSV for the bulk loader: rows as a snapshot has them, and only those to be loaded."""

from pathlib import Path

from lineage_viz.difference.difference import Difference
from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.manifest import FileEntry
from lineage_viz.snapshot.tables import write_tables


def write_changes(folder: Path, difference: Difference) -> tuple[FileEntry, ...]:
    """Write what is to be loaded; only files with rows are left, none when there is nothing to load.

    Equal differences give equal files. Raises SnapshotError (disk full, no permission, or a snapshot is damaged).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = write_tables(folder, difference.entities_to_load(), difference.associations_to_load())
        for file in files:
            if not file.rows:
                (folder / file.name).unlink()
    except OSError as error:
        raise SnapshotError(
            f"What differs cannot be written to {folder}: {error.strerror or error}. Make room or choose another "
            "folder, then run it again."
        ) from error
    return tuple(file for file in files if file.rows)
