"""A folder in S3 that keeps whole snapshots, and the folder here with copies of those that are used here.

Beside `NAME.manifest.json`, small objects say more of a snapshot: `NAME.pinned`; `NAME.loading` while a place loads it;
`NAME.deleting` while it is deleted. A deletion first writes its mark and then asks who uses the snapshot; a load first
writes its own mark and then looks for that of a deletion. So at least one of the two sees the other.
"""

import sys
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from lineage_viz.errors import BucketError, HomeError, ObjectChanged, SnapshotError
from lineage_viz.home.claims import ABANDONED, LOADING, claim, release
from lineage_viz.home.copies import Copies
from lineage_viz.home.leftovers import old_marks, unfinished
from lineage_viz.neptune_admin.bucket import Bucket, UploadListener, silent
from lineage_viz.neptune_admin.notes import Noted
from lineage_viz.neptune_admin.whole_snapshots import send_whole
from lineage_viz.settings import KeptInS3
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest
from lineage_viz.snapshot.plain_name import is_snapshot_name, quoted
from lineage_viz.system.at_most import at_most

_PINNED, _DELETING, _WHOLE = ".pinned", ".deleting", f".{FILE_NAME}"
_CHANGES = ("-changes-", "-all-")
"""The files of loads of the differences of a snapshot: its name, and one of these."""

_ABANDONED = {LOADING: ABANDONED, _DELETING: timedelta(minutes=10)}
"""The age at which a mark is that of a process that was killed."""

_AT_ONCE = 8
_BRIEF_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class InHome:
    """A whole snapshot in the home. `path` is its folder here, which need not exist yet."""

    path: Path
    manifest: Manifest
    pinned: bool = False


class S3Home:
    """The home of the settings, with the AWS settings of the environment. Raises HomeError."""

    def __init__(self, folder: KeptInS3, scratch: Path, *, brief: bool = False) -> None:
        self.scratch = scratch
        with _told():
            self._bucket = Bucket(folder, _BRIEF_ATTEMPTS, brief=True) if brief else Bucket(folder)
        self._notes = self._bucket.notes
        self._copies = Copies(self._bucket, scratch)

    def address(self, name: str = "") -> str:
        """The URI of an object, or of the home."""
        return self._bucket.address(name)

    def snapshots(self) -> tuple[tuple[InHome, ...], tuple[str, ...]]:
        """All whole snapshots, and a sentence for each whose name or manifest cannot be read."""
        with _told():
            notes = self._notes.all()
            every = [name.removesuffix(_WHOLE) for name in notes if name.endswith(_WHOLE)]
            names = list(filter(is_snapshot_name, every))
            threads = ThreadPoolExecutor(_AT_ONCE)
            try:
                read = list(threads.map(lambda name: self._manifest(name, notes[f"{name}{_WHOLE}"]), names))
            finally:
                threads.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for S3
        found = [
            InHome(self.scratch / name, manifest, f"{name}{_PINNED}" in notes)
            for name, manifest in zip(names, read, strict=True)
            if isinstance(manifest, Manifest) and not _is_fresh(notes, f"{name}{_DELETING}")
        ]
        unreadable = (
            f"{each} No reload deletes it: to do so, delete {self.address(f'{name}{_WHOLE}')} and everything below "
            f"{self.address(f'{name}/')}."
            for name, each in zip(names, read, strict=True)
            if isinstance(each, str)
        )
        wrong = (self._wrong_name(each) for each in every if not is_snapshot_name(each))
        return tuple(found), (*unreadable, *wrong)

    def manifest(self, name: str) -> Manifest | None:
        """The manifest of a snapshot; None without one. Raises SnapshotError too."""
        self._check_name(name)
        with _told():
            content = self._bucket.manifest(name)
        return Manifest.of(content, self.address(f"{name}{_WHOLE}")) if content is not None else None

    def damage(self, name: str) -> tuple[str, int]:
        """The reason why nobody could fetch a snapshot, in words; empty without one. Raises SnapshotError too.

        Also the number of its files that could not be compared.
        """
        manifest = self.manifest(name)
        if manifest is None:
            return f"{self.address(f'{name}{_WHOLE}')} is missing", 0
        with _told():
            return self._bucket.damage(name, [self._copies.with_parts(name, each) for each in manifest.files])

    def has_here(self, name: str) -> bool:
        """True when a copy of the snapshot is here, with its manifest. Raises SnapshotError too."""
        self._check_name(name)
        return self._copies.is_good(name)

    def bring(self, name: str) -> Path:
        """Return the folder of a snapshot here, fetched if it is not here yet. Raises SnapshotError too."""
        fetched = self._fetched(name, again=False)
        if fetched is None:
            raise SnapshotError(
                f"{self.address()} has no whole snapshot {name}. `snapshots` lists those that it has."
            )
        return fetched

    def bring_again(self, name: str) -> Path | None:
        """Fetch a snapshot in place of a damaged copy; None when S3 does not have it. Raises SnapshotError too."""
        return self._fetched(name, again=True)

    def _fetched(self, name: str, *, again: bool) -> Path | None:
        self._check_name(name)
        with _told():
            return self._copies.fetch(name, again=again)

    def records(self) -> tuple[str, ...]:
        """The names of all objects that are JSON, but no manifest."""
        with _told():
            return tuple(
                name for name in self._notes.all() if name.endswith(".json") and not name.endswith(_WHOLE)
            )

    def read(self, name: str) -> tuple[bytes, str]:
        """The content and version of an object; both empty if there is none."""
        with _told():
            return self._notes.read(name) or (b"", "")

    def write_instead(self, name: str, content: bytes, version: str) -> bool:
        """Write an object in place of this version of it; False if there is another one by now."""
        with _told():
            return self._notes.write_instead(name, content, version)

    def remove(self, name: str) -> None:
        """Delete an object, if it is there."""
        with _told():
            self._notes.delete(name)

    @contextmanager
    def loading(self, folder: Folder, listener: UploadListener = silent) -> Iterator[Folder]:
        """Keep a snapshot in the home, and keep others from deleting it until the end of the block.

        Yields its folder here. Raises SnapshotError too.
        """
        with _told():
            self._check_name(folder.path.name)
            claimed = claim(self._bucket, folder)
        try:
            yield self._kept(folder, claimed.name, listener)
        finally:
            if claimed.is_own:
                self._release(claimed.name)

    def _release(self, name: str) -> None:
        """End a claim. If that fails, it is tomorrow that of a process that was killed. An interrupt waits seconds."""

        def act() -> None:
            with suppress(BucketError):
                release(self._notes, name)

        if isinstance(sys.exception(), KeyboardInterrupt):
            at_most(act)
        else:
            act()

    def keep(self, folder: Folder, listener: UploadListener = silent) -> Path:
        """Keep a snapshot in the home, and return its folder here. Raises SnapshotError too."""
        with self.loading(folder, listener) as kept:
            return kept.path

    def pin(self, name: str) -> None:
        """Keep a snapshot until it is unpinned. Raises SnapshotError too."""
        self._check_name(name)
        with _told():
            before = self._notes.all()
            if f"{name}{_WHOLE}" not in before:
                raise SnapshotError(f"{self.address()} has no whole snapshot {name}, so it cannot be pinned.")
            if f"{name}{_PINNED}" not in before:
                self._pin(name)

    def _pin(self, name: str) -> None:
        """Write the pin, then look for a deletion: one of the two sees the other."""
        self._notes.write(f"{name}{_PINNED}")
        notes = self._notes.all()
        if f"{name}{_WHOLE}" not in notes or _is_fresh(notes, f"{name}{_DELETING}"):
            self._notes.delete(f"{name}{_PINNED}")
            raise SnapshotError(
                f"{name} is being deleted from {self.address()} by another reload, so it cannot be pinned."
            )

    def unpin(self, name: str) -> None:
        """Remove the pin of a snapshot. Raises SnapshotError too."""
        self._check_name(name)
        with _told():
            self._notes.delete(f"{name}{_PINNED}")

    def delete(self, names: Collection[str], in_use: Callable[[], Collection[str]]) -> tuple[str, ...]:
        """Delete snapshots, and what killed deletions and uploads have left. Returns the names of deleted snapshots.

        A snapshot that is in use, pinned or being loaded by now stays.
        """
        with _told():
            notes = self._notes.everything()
            for mark in old_marks(notes):
                self._notes.delete(mark)
            old = {name.removesuffix(_DELETING) for name in notes if name.endswith(_DELETING)}
            wanted = [*names, *sorted(each for each in old if not _is_fresh(notes, f"{each}{_DELETING}"))]
            plain = list(filter(is_snapshot_name, dict.fromkeys(wanted)))
            if plain:
                # No object has this name. Without the right to delete, a mark would stay and hide its snapshot.
                self._notes.delete(f"{plain[0]}/")
            deleted = tuple(name for name in plain if self._deleted(name, in_use))
            for name in unfinished(notes):
                if self._deleted(name, in_use):
                    self._bucket.abort_unfinished(name)
            return deleted

    def _deleted(self, name: str, in_use: Callable[[], Collection[str]]) -> bool:
        mark = f"{name}{_DELETING}"
        self._notes.write(mark)
        try:
            is_free = self._is_free(name) and name not in in_use()
        except BaseException:
            self._notes.delete(mark)
            raise
        if is_free:
            self._notes.delete(f"{name}{_WHOLE}")  # first: without it nobody takes the rest for a snapshot
            for start in (f"{name}/", *(f"{name}{each}" for each in _CHANGES), f"{name}{LOADING}"):
                self._notes.delete_below(start)
        self._notes.delete(mark)
        return is_free

    def _is_free(self, name: str) -> bool:
        notes = self._notes.all()
        return f"{name}{_PINNED}" not in notes and not _is_fresh(notes, f"{name}{LOADING}")

    def _kept(self, folder: Folder, name: str, listener: UploadListener) -> Folder:
        with _told():
            if _is_fresh(self._notes.all(), f"{name}{_DELETING}"):
                raise SnapshotError(
                    f"{name} is being deleted from {self.address()} by another reload. Choose another snapshot."
                )
            send_whole(self._bucket, folder, listener, name)
        own = self.scratch / name
        return folder if folder.path == own else open_folder(self.bring(name))

    def _check_name(self, name: str) -> None:
        """Raise SnapshotError for a name that would lead to another folder here, or to another object in S3."""
        if not is_snapshot_name(name):
            raise SnapshotError(
                f"{quoted(name)} is not the name of a snapshot. `snapshots` lists those of {self.address()}."
            )

    def _wrong_name(self, name: str) -> str:
        return (
            f"{self.address()} has the object {quoted(f'{name}{_WHOLE}')}, which is passed over: {quoted(name)} is not "
            "the name of a snapshot. Delete this object."
        )

    def _manifest(self, name: str, noted: Noted) -> Manifest | str | None:
        """The manifest; a sentence when it cannot be read; None when it is gone by now."""
        return _read(self._bucket, name, noted.version)


@lru_cache(maxsize=4_096)
def _read(bucket: Bucket, name: str, _version: str) -> Manifest | str | None:
    """The manifest of a snapshot, which never changes while its version is the same."""
    content = bucket.manifest(name)
    try:
        return Manifest.of(content, bucket.address(f"{name}{_WHOLE}")) if content is not None else None
    except SnapshotError as error:
        return str(error)


def _is_fresh(notes: dict[str, Noted], mark: str) -> bool:
    """True for a mark that is there, and not of a process that was killed."""
    found = notes.get(mark)
    limit = _ABANDONED[f".{mark.rpartition('.')[2]}"]
    return found is not None and datetime.now(UTC) - found.written < limit


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ObjectChanged as error:
        raise SnapshotError(str(error)) from error
    except BucketError as error:
        raise HomeError(str(error)) from error
