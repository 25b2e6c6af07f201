"""List, pin and delete the kept snapshots, in the folder here or in the home in S3."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from lineage_viz.errors import HomeError, SnapshotError
from lineage_viz.export.earlier_statuses import knows_all_before
from lineage_viz.export.export_progress import Notice
from lineage_viz.home import home_of
from lineage_viz.model import Origin
from lineage_viz.reload.retention import (
    Kept,
    delete_outlived,
    kept_snapshots,
    newest_first,
    outlived,
    outlived_of,
    pin,
    unpin,
    unreadable_snapshots,
)
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.manifest import EXPORTED

if TYPE_CHECKING:
    from lineage_viz.home.s3_home import S3Home

_COPIES = 2
"""The copies of each account and region that stay here beside those in use: an export compares with the last one."""


def all_kept(settings: Settings, in_use: Collection[Path] = ()) -> tuple[Kept, ...]:
    """All kept snapshots, the newest first. The folder of one in S3 need not be here yet. Raises HomeError."""
    home = home_of(settings, brief=True)
    return _in(home, in_use) if home else kept_snapshots(settings.kept, in_use)


def unreadable(settings: Settings) -> tuple[str, ...]:
    """Return a sentence for each snapshot whose manifest cannot be read. Raises HomeError."""
    home = home_of(settings, brief=True)
    return home.snapshots()[1] if home else unreadable_snapshots(settings.kept)


def keep_pinned(settings: Settings, path: Path, *, pinned: bool) -> None:
    """Pin a kept snapshot, or unpin it. Raises SnapshotError."""
    home = home_of(settings, brief=True)
    if home:
        (home.pin if pinned else home.unpin)(path.name)
    else:
        (pin if pinned else unpin)(path)


def to_delete(settings: Settings, keep: int, in_use: Collection[Path]) -> tuple[Path, ...]:
    """The snapshots that a reload would delete. Raises SettingsError, HomeError."""
    home = home_of(settings, brief=True)
    return outlived_of(_in(home, in_use), keep) if home else outlived(settings.kept, keep, in_use)


def tidy(settings: Settings, keep: int, in_use: Callable[[], Collection[Path]]) -> tuple[Path, ...]:
    """Delete old snapshots, and return their folders; with a home in S3, also old copies here. Raises SnapshotError."""
    home = home_of(settings)
    if home is None:
        return delete_outlived(settings.kept, keep, in_use)
    old = [path.name for path in outlived_of(_in(home, in_use()), keep)]
    deleted = home.delete(old, lambda: {path.name for path in in_use()})
    tidy_copies(settings, in_use)
    return tuple(home.scratch / name for name in deleted)


def tidy_copies(settings: Settings, in_use: Callable[[], Collection[Path]]) -> None:
    """Delete old copies of snapshots in S3 from the folder here. Raises SnapshotError."""
    delete_outlived(settings.kept, _COPIES, in_use)


def keep_exported(settings: Settings, path: Path) -> None:
    """Keep a new export in the home in S3, if there is one. Raises SnapshotError."""
    home = home_of(settings)
    if home:
        home.keep(open_folder(path.resolve()))


def bring_earlier(settings: Settings, origin: Origin, notice: Notice) -> None:
    """Fetch the earlier snapshots of an account that its export compares with. `notice` says which ones are damaged.

    Raises HomeError.
    """
    home = home_of(settings)
    for each in _in(home, ()) if home else ():
        if each.manifest.mode in EXPORTED and each.manifest.origin == origin:
            assert home
            try:
                home.bring(each.path.name)
            except HomeError:
                raise
            except SnapshotError as error:
                notice(f"An earlier snapshot is not compared with. {error}")
                continue
            if knows_all_before(each.manifest):
                return


def _in(home: "S3Home", in_use: Collection[Path]) -> tuple[Kept, ...]:
    return newest_first(
        Kept(each.path, each.manifest, each.path in in_use, each.pinned) for each in home.snapshots()[0]
    )
