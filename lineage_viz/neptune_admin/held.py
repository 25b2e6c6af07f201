"""Which snapshots a cluster may hold, found again as folders to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.errors import LoadFailed, SnapshotError
from lineage_viz.model import SnapshotInfo
from lineage_viz.neptune_admin.target import Target
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.folder import sha256
from lineage_viz.snapshot.manifest import FILE_NAME
from lineage_viz.store.neptune.marker import Marker


@dataclass(frozen=True, slots=True)
class Held:
    """`loaded` as a whole, oldest first; `incoming` ones may each be there in part, beside or instead of those."""

    loaded: tuple[Folder, ...] = ()
    incoming: tuple[Folder, ...] = ()

    def states(self) -> list[tuple[Folder, ...]]:
        """All that the graph may be a mix of."""
        return [self.loaded, *(self.with_(folder) for folder in self.incoming)]

    def with_(self, folder: Folder) -> tuple[Folder, ...]:
        """What is loaded when this snapshot has taken the place of its account's and region's."""
        others = (each for each in self.loaded if _origin(each.info) != _origin(folder.info))
        return tuple(sorted((*others, folder), key=_age))


def held_by(target: Target, given: Folder) -> Held:
    """What the markers of a cluster name; folders that have moved are looked for beside the one that is given.

    Raises LoadFailed when the graph holds what no folder here tells, StoreUnavailable.
    """
    markers = target.markers()
    if not markers and not target.is_empty():
        raise LoadFailed(
            f"Neptune at {target.host} holds something that was not loaded by lineage_viz, so it cannot be compared. "
            "Load with --replace to delete it all first."
        )
    loaded = [_folder(each, given, target.host) for each in markers if not each.incoming]
    incoming = [_folder(each, given, target.host) for each in markers if each.incoming]
    return Held(tuple(loaded), tuple(incoming))


def digest(folder: Folder) -> str:
    """Tells one snapshot from every other: its manifest names the digest of each file."""
    return sha256(folder.path / FILE_NAME)


def _folder(marker: Marker, given: Folder, host: str) -> Folder:
    if marker.digest == digest(given):
        return given
    recorded = Path(marker.info.path)
    tried = list(dict.fromkeys((recorded, given.path.parent / recorded.name)))
    for path in tried:
        try:
            folder = open_folder(path)
        except SnapshotError:
            continue
        if folder.manifest is not None and digest(folder) == marker.digest:
            return folder
    raise LoadFailed(
        f"Neptune at {host} holds the snapshot {recorded.name}, and no whole folder of it is here to compare with "
        f"({_listed(tried)}). Bring the folder back, or load with --replace to delete everything first."
    )


def _listed(paths: Sequence[Path]) -> str:
    return " nor ".join(f"not {path}" if number == 0 else str(path) for number, path in enumerate(paths))


def _origin(info: SnapshotInfo) -> tuple[str, str]:
    return info.account, info.region


def _age(folder: Folder) -> tuple[float, str]:
    return folder.info.taken.timestamp() if folder.info.taken else 0.0, folder.info.path
