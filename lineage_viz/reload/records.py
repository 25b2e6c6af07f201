"""What is known here of what is served where: of this app, and of each cluster that was reloaded from here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from lineage_viz.errors import ReloadBusy, SnapshotError
from lineage_viz.reload.in_use_notes import tell_others, told_others, used_by_others
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named, read_current, write_current
from lineage_viz.system.file_lock import file_lock


def served_by(settings: Settings, host: str) -> Path:
    """The file that names what a cluster has been made to hold."""
    return settings.data / f"neptune-{host}.json"


def last_served(settings: Settings) -> frozenset[Path]:
    """What the cluster held when it was last changed from here; nothing where that is not known."""
    with suppress(SnapshotError):
        return frozenset(each.path for each in read_current(served_by(settings, settings.target)))
    return frozenset()


def before_replacing(settings: Settings, host: str) -> Path:
    """The file that names the last good snapshots of a cluster while, and only while, it is emptied and loaded anew.

    The cluster itself can no longer say it then.
    """
    return settings.data / f"replacing-{host}.json"


def record(settings: Settings, file: Path, named: Sequence[Named]) -> None:
    """Name in one of these files what is in use from now on; others know of it before. Raises SnapshotError."""
    claim(settings, named)
    write_current(file, named)
    with suppress(OSError, SnapshotError):
        tell_others(settings, _recorded(settings))


def claim(settings: Settings, named: Sequence[Named]) -> None:
    """Let others who keep their snapshots in the same folder know what is to be used beside what is.

    An app that may only read there cannot tell them.
    """
    with suppress(OSError):
        tell_others(settings, _known(settings) | {each.path for each in named})


def _known(settings: Settings) -> frozenset[Path]:
    """What is recorded; where a file is unreadable, what others were told when it was not."""
    for ask in (_recorded, told_others):
        with suppress(SnapshotError):
            return ask(settings)
    return frozenset()


def all_recorded(settings: Settings) -> frozenset[Path]:
    """All folders that these files name, here or in another app. Raises SnapshotError if one is unreadable."""
    return _recorded(settings) | used_by_others(settings)


def _recorded(settings: Settings) -> frozenset[Path]:
    files = [settings.current, *settings.data.glob("neptune-*.json"), *settings.data.glob("replacing-*.json")]
    return frozenset(each.path for file in files for each in read_current(file))


@contextmanager
def alone(settings: Settings, name: str, place: str) -> Iterator[None]:
    """No other reload of the place until the end of the block. Raises ReloadBusy, SnapshotError."""
    lock = settings.data / f".reload-{name}.lock"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock.touch()
    except OSError as error:
        raise SnapshotError(
            f"{lock} cannot be written: {error.strerror or error}. Allow it, or make room. Nothing was changed."
        ) from error
    busy = ReloadBusy(f"{place} is being reloaded already, or a snapshot is being restored. Wait for that.")
    with file_lock(lock, busy):
        yield
