"""A note in the bucket that a replace empties a cluster, with the snapshots that are to come back.

While Neptune deletes everything, nothing in the graph can say so. Each machine that may load into the cluster has this
bucket, so it can read the note. Whoever changes the cluster next brings the sign back into the graph.
"""

import json
from collections.abc import Sequence
from contextlib import suppress

from lineage_viz.errors import BucketError
from lineage_viz.json_text import json_text
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.target import Target
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.store.neptune import marker
from lineage_viz.store.neptune.marker import Marker

_ATTEMPTS = 2


def note_emptying(target: Target, folders: Sequence[Folder]) -> None:
    """Note that everything is deleted now, and that these snapshots come back. Raises BucketError."""
    rows = [marker.as_awaited_row(each.info, digest(each)) for each in folders]
    Bucket(target.load_settings).notes.write(_name(target), json_text(rows).encode())


def end_note(target: Target) -> None:
    """End the note: the graph says it again, or nothing is to come back. An upload needs no right to delete objects.

    If S3 does not answer, it stays: nobody reads it while the graph holds snapshots that are not awaited.
    """
    if target.bulk_load is None:
        return
    with suppress(BucketError):
        notes = Bucket(target.bulk_load).notes
        if (found := notes.read(_name(target))) and found[0] != b"[]":
            notes.write(_name(target), b"[]")


def noted(target: Target, present: Sequence[Marker]) -> tuple[Marker, ...] | None:
    """The snapshots that a replace has deleted, and that no marker of the graph (`present`) names.

    None when that is not known: the note cannot be read here.
    """
    if present and not any(each.awaited for each in present):
        return ()
    if target.bulk_load is None:
        return None
    try:
        found = Bucket(target.bulk_load, _ATTEMPTS, brief=True).notes.read(_name(target))
        rows = json.loads(found[0]) if found else []
        markers = marker.as_markers(rows)
    except (BucketError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None
    origins = {each.info.origin for each in present}
    return tuple(each for each in markers if each.awaited and each.info.origin not in origins)


def _name(target: Target) -> str:
    return f"emptied-{target.host}.json"
