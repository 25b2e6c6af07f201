"""The records of the snapshots in use: by this app, and by each cluster that was changed from here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from lineage_viz.errors import ReloadBusy, SnapshotError
from lineage_viz.home.records import Change, all_named, change_named, read_named
from lineage_viz.reload.in_use_notes import read_note, used_by_others, write_note
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.system.file_lock import file_lock


def served_by(settings: Settings, host: str) -> Path:
    """The file that names the snapshots loaded into a cluster."""
    return settings.data / f"neptune-{host}.json"


def served_now(settings: Settings) -> tuple[Named, ...]:
    """The snapshots of the app, or those of its cluster after its last change from here. Raises SnapshotError."""
    return read_named(
        settings, served_by(settings, settings.target) if settings.neptune else settings.current
    )


def last_served(settings: Settings) -> frozenset[Path]:
    """The snapshots on the cluster after its last change from here; none when that is not known."""
    with suppress(SnapshotError):
        return frozenset(each.path for each in read_named(settings, served_by(settings, settings.target)))
    return frozenset()


def record(settings: Settings, file: Path, named: Sequence[Named]) -> None:
    """Name the snapshots in use in one of these records, after a note for other apps. Raises SnapshotError."""
    claim(settings, named)
    change_record(settings, file, lambda _: named)


def change_record(settings: Settings, file: Path, change: Change) -> None:
    """Change the snapshots that a record names. New ones are claimed already. Raises SnapshotError."""
    change_named(settings, file, change)
    with suppress(OSError, SnapshotError):
        if settings.in_s3 is None:
            write_note(settings, all_named(settings))


def claim(settings: Settings, named: Sequence[Named]) -> None:
    """Note for the apps that share the snapshots folder that these snapshots will be in use, beside the present ones.

    An app without the right to write there cannot leave a note, and goes on. In S3, the records are such notes.
    """
    if settings.in_s3:
        return
    with suppress(OSError):
        write_note(settings, _known(settings) | {each.path for each in named})


def _known(settings: Settings) -> frozenset[Path]:
    """The recorded snapshots; when a record is unreadable, those of the last note."""
    for read in (all_named, read_note):
        with suppress(SnapshotError):
            return read(settings)
    return frozenset()


def all_recorded(settings: Settings, *, brief: bool = False) -> frozenset[Path]:
    """The folders in the records of this app and the notes of others. Raises SnapshotError if one is unreadable."""
    named = all_named(settings, brief=brief)
    return named if settings.in_s3 else named | used_by_others(settings)


@contextmanager
def alone(settings: Settings, name: str, place: str, *, wait: bool = False) -> Iterator[Path]:
    """Keep other reloads of the place away until the end of the block. Yields the locked file.

    With `wait`, the block begins as soon as another reload has ended; otherwise that raises ReloadBusy. Raises
    SnapshotError.
    """
    lock = settings.data / f".reload-{name}.lock"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock.touch()
    except OSError as error:
        raise SnapshotError(
            f"{lock} cannot be written: {error.strerror or error}. Check its permissions and the free space. "
            "Nothing was changed."
        ) from error
    busy = ReloadBusy(f"{place} is being reloaded or restored already. Wait until that ends, or use --wait.")
    with file_lock(lock, busy, wait=wait):
        yield lock
