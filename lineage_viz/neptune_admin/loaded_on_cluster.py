"""The snapshots that a cluster may hold, as folders on this machine to compare with. A missing one is fetched."""

from collections.abc import Sequence
from pathlib import Path

from lineage_viz.errors import LoadFailed, SnapshotError
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.target import Target
from lineage_viz.neptune_admin.whole_snapshots import fetch_whole
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest
from lineage_viz.snapshot.plain_name import is_snapshot_name
from lineage_viz.store.neptune.marker import Marker


def snapshots_on(target: Target, beside: Path, given: Folder | None = None) -> LoadedSnapshots:
    """Find the folders of the snapshots that the cluster's markers name. Moved folders are searched in `beside`.

    `given` is a folder that may be one of them. A snapshot without a folder here is fetched from the bucket into
    `beside`. Raises LoadFailed when it is not there either, BucketError, SnapshotError, StoreUnavailable.
    """
    markers = target.markers()
    if not markers and not target.is_empty():
        raise LoadFailed(
            f"Neptune at {target.host} holds data that was not loaded by lineage_viz, so there is nothing to compare "
            "with. Reset the cluster, which deletes everything, and load again; `load --replace` does both."
        )
    loaded = [_folder(each, beside, given, target) for each in markers if not each.incoming]
    partly = [each for each in markers if each.incoming and each.may_be_there]
    incoming = [_folder(each, beside, given, target) for each in partly]
    return LoadedSnapshots(tuple(loaded), tuple(incoming))


def awaited_on(target: Target, beside: Path) -> tuple[Folder, ...]:
    """Find the folders of the snapshots that a replace has deleted and that are not back; otherwise as above."""
    return tuple(_folder(each, beside, None, target) for each in target.markers() if each.awaited)


def _folder(marker: Marker, beside: Path, given: Folder | None, target: Target) -> Folder:
    if given and marker.digest == digest(given):
        return given
    recorded = Path(marker.info.path)
    candidates = list(dict.fromkeys((recorded, beside / recorded.name)))
    for path in candidates:
        try:
            folder = open_folder(path)
        except SnapshotError:
            continue
        if folder.manifest is not None and digest(folder) == marker.digest:
            return folder
    if target.bulk_load and is_snapshot_name(recorded.name):
        fetched = fetch_whole(Bucket(target.bulk_load), recorded.name, marker.digest, beside)
        if fetched:
            return fetched
    raise LoadFailed(
        f"Neptune at {target.host} holds the snapshot {recorded.name}, but no complete folder of it is here to compare "
        f"with ({_listed(candidates)}), and the bucket does not have it. Bring the folder back, or reset the cluster, "
        "which deletes everything, and load again."
    )


def _listed(paths: Sequence[Path]) -> str:
    return " nor ".join(f"not {path}" if number == 0 else str(path) for number, path in enumerate(paths))
