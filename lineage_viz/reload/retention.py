"""The snapshots that are kept, which of them are pinned, and which are let go."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.snapshot import latest_snapshot
from lineage_viz.snapshot.manifest import DEMO, FILE_NAME, Manifest

KEEP = 7
"""Snapshots kept of each account and region unless said otherwise."""

_PIN = ".pinned-"
_DELETED = ".deleted-"


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot that is kept: `in_use` is served or needed to go back, `pinned` is kept whatever its age."""

    path: Path
    manifest: Manifest
    in_use: bool = False
    pinned: bool = False

    @property
    def origin(self) -> tuple[str, str, bool]:
        """Account and region; the demo account's number may be a real one's, too."""
        return self.manifest.account, self.manifest.region, self.manifest.mode == DEMO


def kept_snapshots(parent: Path, in_use: Collection[Path] = ()) -> tuple[Kept, ...]:
    """All in a folder, the newest first. What has no manifest of ours is nobody's business here."""
    found = []
    for file in parent.resolve().glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            path = file.parent
            found.append(Kept(path, Manifest.read(path), path in in_use, _pin(path).exists()))
    return tuple(sorted(found, key=lambda each: (each.manifest.taken, each.path.name), reverse=True))


def pin(path: Path) -> None:
    """Keep a snapshot until it is unpinned. The folder itself is never written to. Raises SnapshotError."""
    Manifest.read(path)
    try:
        _pin(path.resolve()).touch()
    except OSError as error:
        raise SnapshotError(f"{path} cannot be pinned: {error.strerror or error}.") from error


def unpin(path: Path) -> None:
    """Treat a snapshot like all others again. Raises SnapshotError."""
    try:
        _pin(path.resolve()).unlink(missing_ok=True)
    except OSError as error:
        raise SnapshotError(f"{path} cannot be unpinned: {error.strerror or error}.") from error


def check_enough(keep: int) -> None:
    """Raises SettingsError where that would keep nothing."""
    if keep < 1:
        raise SettingsError("At least one snapshot of each account and region is kept. Say 1 or more.")


def outlived(parent: Path, keep: int, in_use: Collection[Path]) -> tuple[Path, ...]:
    """All but the newest `keep` of each account and region.

    What is in use or pinned stays, and so does the newest that is whole. Raises SettingsError.
    """
    check_enough(keep)
    groups: defaultdict[tuple[str, str, bool], list[Kept]] = defaultdict(list)
    for each in kept_snapshots(parent, in_use):
        groups[each.origin].append(each)
    gone: list[Path] = []
    for (account, region, _), group in groups.items():
        whole = latest_snapshot(parent.resolve(), account, region) if len(group) > keep else None
        stays = {each.path for each in group if each.in_use or each.pinned} | {whole.path if whole else None}
        gone += [each.path for each in group[keep:] if each.path not in stays]
    return tuple(gone)


def let_go(parent: Path, keep: int, in_use: Callable[[], Collection[Path]]) -> tuple[Path, ...]:
    """Delete what is outlived, and give the folders that are gone. Raises SettingsError, SnapshotError.

    What is in use is asked again before anything is lost: another app may have taken up one of them meanwhile.
    """
    hidden: list[Path] = []
    failed: list[str] = []
    taken_up: Collection[Path] = hidden  # all of them, until it is known
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
    for left in parent.resolve().glob(f"{_DELETED}*"):  # also those of a process that was killed
        shutil.rmtree(left, ignore_errors=True)
    if failed:
        raise SnapshotError(" ".join(failed))
    return tuple(path for path in hidden if path not in taken_up)


def _hide(path: Path) -> str:
    """In one step no longer a snapshot: one that is half deleted is never met. Gives why that cannot be."""
    try:
        path.rename(_hidden(path))
    except OSError as error:
        return f"{path} cannot be deleted: {error.strerror or error}."
    return ""


def _hidden(path: Path) -> Path:
    return path.with_name(f"{_DELETED}{path.name}")


def _pin(path: Path) -> Path:
    return path.with_name(f"{_PIN}{path.name}")
