"""The kept snapshots: list them, pin them, and delete old ones."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.audit.kept_rows import remove_orphans
from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.snapshot import latest_snapshot
from lineage_viz.snapshot.manifest import EXPORTED, FILE_NAME, Manifest

_PIN = ".pinned-"
_DELETED = ".deleted-"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept snapshot. `in_use`: it is served, or a roll-back needs it. `pinned`: it is kept whatever its age."""

    path: Path
    manifest: Manifest
    in_use: bool = False
    pinned: bool = False

    @property
    def origin(self) -> tuple[str, str, str]:
        """Origin and kind: the number of the demo account, or of an adopted folder, may be a real one."""
        kind = "" if self.manifest.mode in EXPORTED else self.manifest.mode
        return *self.manifest.origin, kind


def kept_snapshots(parent: Path, in_use: Collection[Path] = ()) -> tuple[Kept, ...]:
    """All snapshots in a folder, the newest first. Folders without a manifest of lineage_viz are left out."""
    snapshots = []
    for file in parent.resolve().glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            path = file.parent
            snapshots.append(Kept(path, Manifest.read(path), path in in_use, _pin(path).exists()))
    return newest_first(snapshots)


def newest_first(snapshots: Iterable[Kept]) -> tuple[Kept, ...]:
    """Sort snapshots by their time, the newest first."""
    return tuple(sorted(snapshots, key=lambda each: (each.manifest.taken, each.path.name), reverse=True))


def unreadable_snapshots(parent: Path) -> tuple[str, ...]:
    """Return a sentence for each folder whose manifest cannot be read: the list of the kept leaves it out."""
    found = []
    for file in sorted(parent.resolve().glob(f"[!.]*/{FILE_NAME}")):
        try:
            Manifest.read(file.parent)
        except SnapshotError as error:
            found.append(str(error))
    return tuple(found)


def pin(path: Path) -> None:
    """Keep a snapshot until it is unpinned, without writing to its folder. Raises SnapshotError."""
    Manifest.read(path)
    try:
        _pin(path.resolve()).touch()
    except OSError as error:
        raise SnapshotError(f"{path} cannot be pinned: {error.strerror or error}.") from error


def unpin(path: Path) -> None:
    """Remove the pin of a snapshot. Raises SnapshotError."""
    try:
        _pin(path.resolve()).unlink(missing_ok=True)
    except OSError as error:
        raise SnapshotError(f"{path} cannot be unpinned: {error.strerror or error}.") from error


def check_enough(keep: int) -> None:
    """Raises SettingsError when `keep` is less than 1."""
    if keep < 1:
        raise SettingsError(
            "At least one snapshot of each account and region must be kept. Choose 1 or more."
        )


def outlived(parent: Path, keep: int, in_use: Collection[Path]) -> tuple[Path, ...]:
    """The snapshots to delete: all but the newest `keep` of each account and region.

    Snapshots in use, pinned snapshots and the newest complete one are kept in any case. Raises SettingsError.
    """
    old: list[Path] = []
    for group in _by_origin(kept_snapshots(parent, in_use), keep):
        account, region, _ = group[0].origin
        newest = latest_snapshot(parent.resolve(), account, region) if len(group) > keep else None
        old += [each.path for each in _old(group, keep) if newest is None or each.path != newest.path]
    return tuple(old)


def outlived_of(kept: Sequence[Kept], keep: int) -> tuple[Path, ...]:
    """The snapshots to delete of these, the newest first, which are all whole. Raises SettingsError."""
    return tuple(each.path for group in _by_origin(kept, keep) for each in _old(group, keep))


def _by_origin(kept: Sequence[Kept], keep: int) -> Iterable[Sequence[Kept]]:
    check_enough(keep)
    groups: defaultdict[tuple[str, str, str], list[Kept]] = defaultdict(list)
    for each in kept:
        groups[each.origin].append(each)
    return groups.values()


def _old(group: Sequence[Kept], keep: int) -> Iterable[Kept]:
    return (each for each in group[keep:] if not (each.in_use or each.pinned))


def delete_outlived(parent: Path, keep: int, in_use: Callable[[], Collection[Path]]) -> tuple[Path, ...]:
    """Delete the outlived snapshots and return their folders. Raises SettingsError, SnapshotError.

    `in_use` is called again before the deletion, because another app may have started to use one of them.
    """
    hidden: list[Path] = []
    failed: list[str] = []
    taken_up: Collection[Path] = hidden  # until `in_use` answers, all of them count as taken up
    try:
        for path in outlived(parent, keep, in_use()):
            if error := _hide(path):
                failed.append(error)
            else:
                hidden.append(path)
        taken_up = set(in_use()) if hidden else ()
    finally:
        for path in hidden:
            if path in taken_up:
                _hidden(path).rename(path)
    for leftover in parent.resolve().glob(f"{_DELETED}*"):  # also those of a process that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    remove_orphans(parent.resolve())
    if failed:
        raise SnapshotError(" ".join(failed))
    return tuple(path for path in hidden if path not in taken_up)


def _hide(path: Path) -> str:
    """Rename the folder, so that nobody meets a half-deleted snapshot. Returns the error; empty when there is none."""
    try:
        path.rename(_hidden(path))
    except OSError as error:
        return f"{path} cannot be deleted: {error.strerror or error}."
    return ""


def _hidden(path: Path) -> Path:
    return path.with_name(f"{_DELETED}{path.name}")


def _pin(path: Path) -> Path:
    return path.with_name(f"{_PIN}{path.name}")
