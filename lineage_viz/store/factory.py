"""Settings → the store that pages and the command line ask."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from lineage_viz.demo.source import demo_source
from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.settings import Neptune, Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.current import Named, read_current
from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore
from lineage_viz.store.remembering import RememberingStore


def open_store(settings: Settings) -> Store:
    """The store on Neptune, of the configured snapshots, of those that were reloaded last, or of the demo account.

    Raises SettingsError, SnapshotError, BadRow. A cluster that is out of reach is no reason to raise: what is asked
    of the store then says so.
    """
    if settings.neptune:
        return _neptune_store(settings.neptune)
    return local_store(open_folders(settings))


def open_folders(settings: Settings) -> Sequence[Folder]:
    """The snapshots that are shown from this machine. Raises SnapshotError."""
    named = [_opened(each, settings.current) for each in reloaded(settings)]
    return named or [open_folder(path) for path in settings.snapshots]


def reloaded(settings: Settings) -> tuple[Named, ...]:
    """What the store is to be of where a reload decides it; it can change at any time. Raises SnapshotError."""
    return () if settings.neptune or settings.snapshots else read_current(settings.current)


def local_store(folders: Sequence[Folder]) -> LocalStore:
    """Folders as one graph in memory; without any, the demo account. Raises SettingsError, SnapshotError, BadRow."""
    _check_distinct(folders)
    sources: list[LineageSource] = list(folders)
    return LocalStore(sources or [demo_source()])


def _opened(named: Named, file: Path) -> Folder:
    try:
        return open_folder(named.path)
    except SnapshotError as error:
        raise SnapshotError(
            f"{file} names the snapshot to show, and it cannot be opened. {error} Restore another that "
            "is kept, or reload: on the Admin page, or by python -m lineage_viz restore PATH or reload."
        ) from error


def _neptune_store(neptune: Neptune) -> Store:
    from lineage_viz.store.neptune.endpoint import Endpoint  # gremlinpython is for those who use it
    from lineage_viz.store.neptune.runner import Runner
    from lineage_viz.store.neptune.store import NeptuneStore

    return RememberingStore(NeptuneStore(Runner(Endpoint(neptune.reader, neptune.iam))))


def _check_distinct(folders: Iterable[Folder]) -> None:
    """Two times of one account and region in one graph would mix what is with what was."""
    seen: dict[tuple[str, str], Folder] = {}
    for folder in folders:
        key = folder.info.account, folder.info.region
        if folder.manifest is not None and key in seen:
            raise SettingsError(
                f"{seen[key].path} and {folder.path} are both of account {key[0]} in {key[1]}. Open one of them."
            )
        seen[key] = folder
