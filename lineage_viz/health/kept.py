"""The snapshots that a folder in S3 keeps: their manifests, read there, and the copies here of those that are shown."""

from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.health.finding import Finding, failing, ok, unknown, warning
from lineage_viz.home import home_of, where
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.current import check_origins
from lineage_viz.snapshot.manifest import FILE_NAME
from lineage_viz.store.factory import open_folders, reloaded
from lineage_viz.words import count

KEPT, COPIES, SHOWN = "Kept snapshots", "Copies of snapshots", "Shown snapshots"


def kept(settings: Settings) -> Finding:
    """Check that the manifest of each snapshot in S3 can be read. Raises HomeError."""
    home = home_of(settings, brief=True)
    assert home
    found, unreadable = home.snapshots()
    sentence = f"{home.address()} keeps {count(len(found), 'whole snapshot')}."
    if unreadable:
        more = f" ({len(unreadable)} in all)" if len(unreadable) > 1 else ""
        return warning(KEPT, f"{sentence} Another one cannot be read{more}. {unreadable[0]}")
    return ok(KEPT, sentence)


def shown_whole(settings: Settings) -> Finding:
    """Check that the app could open the shown snapshots now, also on an empty disk. Raises HomeError, SnapshotError."""
    home, named = home_of(settings, brief=True), reloaded(settings)
    if home is None:
        open_folders(settings)
        return ok(SHOWN, "The shown snapshots are whole.")
    not_compared = 0
    for each in named:
        damage, more = home.damage(each.path.name)
        not_compared += more
        if damage:
            return failing(
                SHOWN,
                f"The app should show {each.path.name}, but {damage}: a machine without a copy cannot open it.",
                "Reload, or restore another kept snapshot.",
            )
        if manifest := home.manifest(each.path.name):
            check_origins([each], [manifest.origin], where(settings, settings.current))
    if not_compared:
        return unknown(
            SHOWN,
            f"All files of the shown snapshots are there, but {count(not_compared, 'large file')} could not be "
            "compared: S3 keeps only digests of parts, and the manifest has none.",
            "Check again on a machine with a copy of the snapshot, or reload: a new manifest has these digests.",
        )
    return ok(SHOWN, "The shown snapshots are whole.")


def copies(settings: Settings) -> Finding:
    """Check that the copies here of the shown snapshots have all their files. Raises HomeError."""
    paths = [each.path for each in reloaded(settings) if each.path.is_dir()]
    for path in paths:
        try:
            if open_folder(path).manifest is None:
                raise SnapshotError(f"{path} has no {FILE_NAME}.")
        except SnapshotError as error:
            return failing(COPIES, f"The copy of a shown snapshot is damaged. {error}", _again(path))
    return ok(COPIES, f"{count(len(paths), 'shown snapshot')} has a copy here." if paths else _NONE)


_NONE = "No shown snapshot has a copy here yet. The app fetches what it shows."


def _again(path: Path) -> str:
    return f"Delete the folder {path}, and restart the app: it fetches the snapshot again."
