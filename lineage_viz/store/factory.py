"""Settings → the store for pages and the command line."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lineage_viz.errors import HomeError, SettingsError, SnapshotError
from lineage_viz.home import open_kept, where
from lineage_viz.home.records import read_named
from lineage_viz.model import Origin, SnapshotInfo
from lineage_viz.settings import Neptune, Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.current import Named, check_origins
from lineage_viz.snapshot.manifest import DEMO
from lineage_viz.store.base import LineageSource, Store, oldest_first
from lineage_viz.typed_command import typed_command
from lineage_viz.words import origin_words

# Each store needs large libraries, so only the function that opens it imports them.
if TYPE_CHECKING:
    from lineage_viz.store.local import LocalStore


def open_store(settings: Settings) -> Store:
    """Open the store: on Neptune, or of the configured snapshots, the last reloaded snapshots, or the demo account.

    Raises SettingsError, SnapshotError, BadRow. It does not raise for an unreachable cluster: each question to the
    store then raises StoreUnavailable.
    """
    if settings.neptune:
        return _neptune_store(settings.neptune)
    return local_store(open_folders(settings))


def infos(settings: Settings) -> tuple[SnapshotInfo, ...]:
    """Return the same snapshots as a store of these settings, without their lineage.

    Empty on Neptune, and for the demo account. Raises SettingsError, SnapshotError.
    """
    folders = () if settings.neptune else open_folders(settings)
    check_distinct(folders)
    return tuple(each.info for each in oldest_first(folders))


def open_folders(settings: Settings) -> Sequence[Folder]:
    """Open the snapshots on this machine that the app shows. Raises SnapshotError."""
    if settings.snapshots == (Path(DEMO),) and not Path(DEMO).exists():
        return ()  # reports name the built-in demo so
    named = reloaded(settings)
    folders = [_opened(each, settings) for each in named]
    check_origins(named, [each.info.origin for each in folders], where(settings, settings.current))
    return folders or [open_folder(path) for path in settings.snapshots]


def reloaded(settings: Settings) -> tuple[Named, ...]:
    """Return the last reloaded snapshots; empty if settings name the source. May change at any time.

    Raises SnapshotError.
    """
    return (
        () if settings.neptune or settings.snapshots else read_named(settings, settings.current, brief=True)
    )


def local_store(folders: Sequence[Folder]) -> "LocalStore":
    """Load folders as one graph in memory; without folders, the demo account.

    Raises SettingsError, SnapshotError, BadRow.
    """
    from lineage_viz.store.local import LocalStore

    check_distinct(folders)
    return LocalStore(folders or [_demo()])


def _demo() -> LineageSource:
    from lineage_viz.demo.source import demo_source  # it loads botocore, which a snapshot does not need

    return demo_source()


def _opened(named: Named, settings: Settings) -> Folder:
    try:
        return open_kept(settings, named.path)
    except HomeError:
        raise
    except SnapshotError as error:
        raise SnapshotError(
            f"{where(settings, settings.current)} names a snapshot that cannot be opened. {error} Restore another kept "
            f"snapshot, or reload: on the Admin page, or with {typed_command()} restore PATH or reload."
        ) from error


def _neptune_store(neptune: Neptune) -> Store:
    from lineage_viz.store.neptune.endpoint import Endpoint
    from lineage_viz.store.neptune.runner import Runner
    from lineage_viz.store.neptune.store import NeptuneStore
    from lineage_viz.store.remembering import RememberingStore

    return RememberingStore(NeptuneStore(Runner(Endpoint(neptune.reader, neptune.iam))))


def check_distinct(folders: Iterable[Folder]) -> None:
    """Raise SettingsError for two snapshots of one account and region: one graph would mix old and new lineage."""
    seen: dict[Origin, Folder] = {}
    for folder in folders:
        if folder.manifest is None:
            continue
        info = folder.info
        if earlier := seen.get(info.origin):
            words = origin_words(info.account, info.region, info.folder)
            raise SettingsError(
                f"{earlier.path} and {folder.path} are both snapshots of {words}. Open only one of them."
            )
        seen[info.origin] = folder
