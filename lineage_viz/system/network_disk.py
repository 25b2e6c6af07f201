"""Disks that several machines share: a memory that processes share, as SQLite's WAL has it, does not exist there."""

from functools import lru_cache
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_KINDS = ("nfs", "cifs", "smb", "9p", "ceph", "glusterfs", "fuse.glusterfs", "fuse.s3fs", "lustre")


@lru_cache(maxsize=64)
def is_on_network(folder: Path) -> bool:
    """True when a folder is on a disk of the network. False where the system does not tell, such as macOS."""
    try:
        mounts = _MOUNTS.read_text("utf-8", "replace")
    except OSError:
        return False
    return kind_of(folder.resolve(), mounts).startswith(_KINDS)


def kind_of(folder: Path, mounts: str) -> str:
    """The kind of file system of a folder, by the list of mounts; the last of equally long mounts counts."""
    found, kind = -1, ""
    for line in mounts.splitlines():
        _, place, each, *_ = [*line.split(" "), "", "", ""]
        mount = Path(_plain(place))
        if folder.is_relative_to(mount) and len(mount.parts) >= found:
            found, kind = len(mount.parts), each
    return kind


def _plain(place: str) -> str:
    """A path of the list with its blanks, which the list writes as octal numbers."""
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(octal, character)
    return place
