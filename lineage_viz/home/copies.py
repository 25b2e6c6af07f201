"""The copies of snapshots in S3 that are on this machine. A damaged one is fetched again; S3 has the whole one."""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path
from threading import Lock

from lineage_viz.errors import BucketError, SnapshotError
from lineage_viz.home.leftovers import remove_staging
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.whole_snapshots import fetch_staged, other_name
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.manifest import FileEntry, manifest_digest
from lineage_viz.snapshot.parts import PART, entry_of
from lineage_viz.system.durable import to_disk

_FETCHING = Lock()
"""The threads of a process share the staging folder of a snapshot."""


class Copies:
    """The copies in one folder here of the snapshots in a folder of S3. Raises BucketError."""

    def __init__(self, bucket: Bucket, folder: Path) -> None:
        self._bucket, self._folder = bucket, folder
        self._equal: dict[str, str] = {}
        """The digests of manifests that were found equal: that of a snapshot never changes."""

    def is_good(self, name: str) -> bool:
        """True for a copy with the manifest of S3. One that S3 does not have, or does not say, must have any."""
        own = manifest_digest(self._folder / name)
        if not own or self._equal.get(name) == own:
            return bool(own)
        try:
            there = self._bucket.manifest(name)
        except BucketError:
            return True  # an app goes on with what is here while S3 does not answer
        if there is None:
            return True  # it is new, and not in S3 yet
        if hashlib.sha256(there).hexdigest() != own:
            return False
        self._equal[name] = own
        return True

    def with_parts(self, name: str, entry: FileEntry) -> FileEntry:
        """The entry with the digest of the file's parts, if its manifest is old and an equal copy is here."""
        file = self._folder / name / entry.name
        with suppress(OSError):
            if not entry.parts and file.stat().st_size >= PART:
                own = entry_of(file, entry.rows)
                return own if own.sha256 == entry.sha256 else entry
        return entry

    def fetch(self, name: str, *, again: bool) -> Path | None:
        """Fetch a snapshot in place of the copy here; None when S3 does not have it.

        Without `again`, a good copy stays, which another thread may have fetched meanwhile. Raises SnapshotError too.
        """
        target = self._folder / name
        with _FETCHING:
            if not again and self.is_good(name):
                return target
            remove_staging(self._folder)
            with fetch_staged(self._bucket, name, self._folder) as staging:
                if staging is not None:
                    self._put_in_place(staging, target)
                return target if staging else None

    def _put_in_place(self, staging: Path, target: Path) -> None:
        """Give the fetched folder its name. A whole snapshot of another content takes another name."""
        if target.exists():
            damaged = target.with_name(f".deleted-{target.name}")
            shutil.rmtree(damaged, ignore_errors=True)
            target.rename(damaged)
            if (own := _digest_if_whole(damaged)) and own != manifest_digest(staging):
                with suppress(OSError):  # it is here under that name already
                    damaged.rename(target.with_name(other_name(target.name, own)))
            shutil.rmtree(damaged, ignore_errors=True)
        staging.rename(target)
        to_disk(target.parent)


def _digest_if_whole(folder: Path) -> str:
    with suppress(SnapshotError):
        if open_folder(folder).manifest:
            return manifest_digest(folder)
    return ""
