"""What a store holds, as snapshots: what is loaded whole, and what may be there in part."""

from dataclasses import dataclass

from lineage_viz.model import SnapshotInfo
from lineage_viz.snapshot.folder import Folder, sha256
from lineage_viz.snapshot.manifest import FILE_NAME

Origin = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LoadedSnapshots:
    """`loaded` as a whole, oldest first; `incoming` ones may each be there in part, beside or instead of those."""

    loaded: tuple[Folder, ...] = ()
    incoming: tuple[Folder, ...] = ()

    def states(self) -> list[tuple[Folder, ...]]:
        """All that the graph may be a mix of."""
        return [self.loaded, *(self.with_(folder) for folder in self.incoming)]

    def with_(self, folder: Folder) -> tuple[Folder, ...]:
        """What is loaded when this snapshot has taken the place of its account's and region's."""
        others = (each for each in self.loaded if origin(each.info) != origin(folder.info))
        return tuple(sorted((*others, folder), key=_age))


def digest(folder: Folder) -> str:
    """Tells one snapshot from every other: its manifest names the digest of each file."""
    return sha256(folder.path / FILE_NAME)


def origin(info: SnapshotInfo) -> Origin:
    """Account and region; of each, one snapshot is loaded at a time."""
    return info.account, info.region


def _age(folder: Folder) -> tuple[float, str]:
    return folder.info.taken.timestamp() if folder.info.taken else 0.0, folder.info.path
