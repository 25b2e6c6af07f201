"""The name of a snapshot in S3, claimed before its upload: another machine may upload another one of the same second.

The mark `NAME.loading` has the digest of the content. Machines with the same content share it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lineage_viz.errors import BucketError
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.notes import Notes
from lineage_viz.neptune_admin.whole_snapshots import is_of_another, other_name
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.loaded_snapshots import digest

LOADING = ".loading"
ABANDONED = timedelta(days=1)
"""The age at which a mark is that of a process that was killed."""

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed name. `is_own` is False when another machine has claimed it for the same content."""

    name: str
    is_own: bool


def claim(bucket: Bucket, folder: Folder) -> Claim:
    """Claim a name for a snapshot: its own, unless another content has it. Raises BucketError."""
    own = digest(folder)
    for name in (folder.path.name, other_name(folder.path.name, own)):
        if is_of_another(bucket.manifest(name), own):
            continue
        is_own = _mark(bucket.notes, f"{name}{LOADING}", own.encode())
        if is_own is None:
            continue
        if not is_of_another(bucket.manifest(name), own):  # it may have come before the mark
            return Claim(name, is_own)
        if is_own:
            release(bucket.notes, name)
    raise BucketError(
        f"Another process uploads to {bucket.address(folder.path.name)} and its like. Run it again later."
    )


def release(notes: Notes, name: str) -> None:
    """End a claim. Raises BucketError."""
    notes.delete(f"{name}{LOADING}")


def _mark(notes: Notes, mark: str, own: bytes) -> bool | None:
    """Write the mark; False when it is there for the same content, None when it is there for another one."""
    for _ in range(_ATTEMPTS):
        if notes.write_instead(mark, own, ""):
            return True
        found, noted = notes.read(mark), notes.all().get(mark)
        if found is None or noted is None:
            continue
        age = datetime.now(UTC) - noted.written
        if age < (ABANDONED / 2 if found[0] == own else ABANDONED):
            return False if found[0] == own else None
        if notes.write_instead(mark, own, found[1]):
            return True
    return None
