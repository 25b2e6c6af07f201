"""The snapshots of a store: those that are completely loaded, and those that may be there in part."""

from dataclasses import dataclass

from lineage_viz.snapshot.folder import Folder, sha256
from lineage_viz.snapshot.manifest import FILE_NAME


@dataclass(frozen=True, slots=True)
class LoadedSnapshots:
    """`loaded` snapshots are complete, oldest first. A part of each of `incoming` may be beside or instead of them."""

    loaded: tuple[Folder, ...] = ()
    incoming: tuple[Folder, ...] = ()

    def states(self) -> list[tuple[Folder, ...]]:
        """Return the states that may be mixed in the graph."""
        return [self.loaded, *(self.with_(folder) for folder in self.incoming)]

    def with_(self, folder: Folder) -> tuple[Folder, ...]:
        """Return the loaded snapshots after this one has replaced the snapshot of its origin."""
        return tuple(sorted((*self.others_than(folder), folder), key=_age))

    def others_than(self, folder: Folder) -> tuple[Folder, ...]:
        """Return the loaded snapshots of other origins."""
        return tuple(each for each in self.loaded if each.info.origin != folder.info.origin)


def digest(folder: Folder) -> str:
    """Return the digest of the manifest. It identifies a snapshot, because the manifest has the digest of each file."""
    return sha256(folder.path / FILE_NAME)


def _age(folder: Folder) -> tuple[float, str]:
    return folder.info.taken.timestamp() if folder.info.taken else 0.0, folder.info.path
