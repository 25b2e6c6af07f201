"""The snapshots that a cluster may hold, as folders on this machine to compare with. A missing one is fetched."""

from collections.abc import Collection, Sequence
from pathlib import Path
from shlex import quote

from lineage_viz.errors import LoadFailed, SnapshotError
from lineage_viz.model import Origin, origin_name
from lineage_viz.neptune_admin.accounting import MEND
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.target import Target
from lineage_viz.neptune_admin.whole_snapshots import fetch_whole
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest
from lineage_viz.snapshot.plain_name import is_snapshot_name
from lineage_viz.store.neptune.marker import Marker
from lineage_viz.typed_command import typed_command
from lineage_viz.words import plain, plain_id, unread_mark_words


def snapshots_on(
    target: Target, beside: Path, given: Folder | None = None, lost: Collection[str] = ()
) -> LoadedSnapshots:
    """Find the folders of the snapshots that the cluster's markers name. Moved folders are searched in `beside`.

    `given` is a folder that may be one of them. A snapshot without a folder here is fetched from the bucket into
    `beside`. Markers with the ids `lost` are passed over. Raises LoadFailed when one is not there either, or a marker
    cannot be read; BucketError, SnapshotError, StoreUnavailable.
    """
    every = target.markers()
    markers = [each for each in every if each.id not in lost]
    if unreadable := next((each for each in markers if each.unreadable), None):
        raise LoadFailed(
            f"Neptune at {target.host}: {unread_words(unreadable)} So it is not known which snapshots it holds. To "
            f"take the mark away: {MEND}"
        )
    if not every and not target.is_empty():
        raise LoadFailed(
            f"Neptune at {target.host} holds data that was not loaded by lineage_viz, so there is nothing to compare "
            "with. Reset the cluster, which deletes everything, and load again; `load --replace` does both."
        )
    loaded = [_folder(each, beside, given, target) for each in markers if not each.incoming]
    partly = [each for each in markers if each.incoming and each.may_be_there]
    incoming = [_folder(each, beside, given, target) for each in partly]
    return LoadedSnapshots(tuple(loaded), tuple(incoming))


def lost_of(target: Target, origin: Origin, beside: Path) -> tuple[Marker, ...]:
    """The markers of an origin whose snapshot can be found neither here nor in the bucket.

    Raises BucketError, SnapshotError, StoreUnavailable.
    """
    return tuple(
        each
        for each in target.markers()
        if not each.unreadable and each.info.origin == origin and _found(each, beside, None, target) is None
    )


def known_of(target: Target, markers: Sequence[Marker], beside: Path) -> tuple[Folder, ...]:
    """The folders of the snapshots that unreadable markers name all the same: their path and their digest are left.

    Raises BucketError, SnapshotError, StoreUnavailable.
    """
    named = (each for each in markers if each.unreadable and each.digest and each.info.path)
    return tuple(filter(None, (_found(each, beside, None, target) for each in named)))


def unread_words(unreadable: Marker) -> str:
    """The sentence about a marker that cannot be read."""
    return f"{unread_mark_words(plain_id(unreadable.id))}: {plain(unreadable.unreadable, 100)}."


def awaited_on(target: Target, beside: Path) -> tuple[Folder, ...]:
    """Find the folders of the snapshots that a replace has deleted and that are not back; otherwise as above."""
    return tuple(_folder(each, beside, None, target) for each in target.markers() if each.awaited)


def _folder(marker: Marker, beside: Path, given: Folder | None, target: Target) -> Folder:
    if found := _found(marker, beside, given, target):
        return found
    name = Path(marker.info.path).name
    origin = quote(origin_name(marker.info.origin))
    raise LoadFailed(
        f"Neptune at {target.host} holds the snapshot {plain(name)}, but no complete folder of it is here to compare "
        f"with ({_listed(_candidates(marker, beside))}), and the bucket does not have it. Bring the folder back, or "
        "reset the cluster, which deletes everything, and load again. To remove what is left of this account alone: "
        f"{typed_command()} remove {origin}"
    )


def _candidates(marker: Marker, beside: Path) -> list[Path]:
    recorded = Path(marker.info.path)
    return list(dict.fromkeys((recorded, beside / recorded.name)))


def _found(marker: Marker, beside: Path, given: Folder | None, target: Target) -> Folder | None:
    """The folder of a snapshot, fetched if it is only in the bucket; None when it is nowhere."""
    if given and marker.digest == digest(given):
        return given
    for path in _candidates(marker, beside):
        try:
            folder = open_folder(path)
        except SnapshotError:
            continue
        if folder.manifest is not None and digest(folder) == marker.digest:
            return folder
    name = Path(marker.info.path).name
    if target.bulk_load and is_snapshot_name(name):
        return fetch_whole(Bucket(target.bulk_load), name, marker.digest, beside)
    return None


def _listed(paths: Sequence[Path]) -> str:
    return " nor ".join(f"not {path}" if number == 0 else str(path) for number, path in enumerate(paths))
