"""The records that name snapshots in use: files here or, with a home in S3, objects in it, for all machines."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from lineage_viz.errors import HomeError, SnapshotError
from lineage_viz.home.opening import home_of
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import (
    Named,
    current_text,
    named_in,
    one_of_each,
    read_current,
    write_current,
)

if TYPE_CHECKING:
    from lineage_viz.home.s3_home import S3Home

FRESH, AGAIN = 3.0, 10.0
"""Seconds for which a page believes what it has read, and those until it asks a home again that did not answer."""

SOON = 1.0
"""Seconds that a page waits for a new answer while it has an older one."""

_ATTEMPTS = 8

Change = Callable[[Sequence[Named]], Sequence[Named]]


def read_named(settings: Settings, file: Path, *, brief: bool = False) -> tuple[Named, ...]:
    """Return the snapshots that a record names; none without one. `brief` as in `home_of`. Raises SnapshotError.

    The app shows one snapshot of each origin; the record of a cluster also names the one that is being loaded.
    """
    home = home_of(settings, brief=brief)
    named = _read(home, file.name)[0] if home else read_current(file)
    return one_of_each(named) if file == settings.current else named


def before_replacing(settings: Settings, host: str) -> Path:
    """The file that names the last good snapshots of a cluster during a replace, and only then.

    While Neptune deletes everything, the cluster cannot name them itself.
    """
    return settings.data / f"replacing-{host}.json"


def missing_after_replace(settings: Settings) -> tuple[Named, ...]:
    """The snapshots that a replace of the cluster from here has deleted and not loaded again; none that can be read."""
    with suppress(SnapshotError):
        return read_named(settings, before_replacing(settings, settings.target), brief=True)
    return ()


def write_named(settings: Settings, file: Path, named: Sequence[Named]) -> None:
    """Name these snapshots from now on, in one step. Raises SnapshotError."""
    change_named(settings, file, lambda _: named)


def change_named(settings: Settings, file: Path, change: Change) -> None:
    """Name other snapshots from now on, in one step.

    With a home in S3, another machine may change the record in the same moment; `change` is then asked again. Raises
    SnapshotError.
    """
    home = home_of(settings)
    if home is None:
        write_current(file, change(_or_none(lambda: read_current(file))))
        return
    for _ in range(_ATTEMPTS):
        content, version = home.read(file.name)
        before = _or_none(partial(_parsed, home, file.name, content))
        text = current_text(change(before), None).encode()
        if home.write_instead(file.name, text, version):
            return
    raise HomeError(f"{home.address(file.name)} is changed by others again and again. Run it again.")


def all_named(settings: Settings, *, brief: bool = False) -> frozenset[Path]:
    """The folders of all snapshots that a record names. Raises SnapshotError if one is unreadable."""
    home = home_of(settings, brief=brief)
    if home is None:
        files = [
            settings.current,
            *settings.data.glob("neptune-*.json"),
            *settings.data.glob("replacing-*.json"),
        ]
        return frozenset(each.path for file in files for each in read_current(file))
    names = [name for name in home.records() if _is_record(name, settings.current.name)]
    return frozenset(each.path for name in names for each in _read(home, name)[0])


def delete_named(settings: Settings, file: Path) -> None:
    """Delete a record, if there is one. Raises HomeError, OSError."""
    home = home_of(settings)
    if home is None:
        file.unlink(missing_ok=True)
        return
    home.remove(file.name)


class Watched:
    """The snapshots to show, for pages: asked for at most every few seconds, in a thread beside them.

    A page waits for the first answer, and then a second at most: it goes on with what it shows.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock, self._lock = settings, clock, Lock()
        self._next = float("-inf")
        self._known: tuple[tuple[Named, ...], str] | None = None
        self._failure: Exception | None = None
        self._asking: Thread | None = None
        self._until = 0.0

    def now(self) -> tuple[tuple[Named, ...], str]:
        """The snapshots, and a text that changes with the record. Raises SnapshotError."""
        with self._lock:
            if self._asking is None and self._clock() >= self._next:
                self._until = time.monotonic() + SOON
                self._asking = Thread(target=self._ask, name="snapshots to show", daemon=True)
                self._asking.start()
            asking, is_first = self._asking, self._known is None and self._failure is None
        if asking:
            asking.join(None if is_first else max(0.0, self._until - time.monotonic()))
        with self._lock:
            if self._failure:
                raise self._failure
            assert self._known is not None
            return self._known

    def _ask(self) -> None:
        known, failure = self._known, None
        try:
            home = home_of(self._settings, brief=True)
            assert home is not None
            named, version = _read(home, self._settings.current.name)
            known = one_of_each(named), version
        except Exception as error:  # the page that asks raises it
            failure = error
        with self._lock:
            self._known, self._failure, self._asking = known, failure, None
            self._next = self._clock() + (AGAIN if failure else FRESH)


def _is_record(name: str, current: str) -> bool:
    return name == current or (name.startswith(("neptune-", "replacing-")))


def _read(home: "S3Home", name: str) -> tuple[tuple[Named, ...], str]:
    """The snapshots of a record, and its version; empty without a record."""
    content, version = home.read(name)
    return _parsed(home, name, content), version


def _parsed(home: "S3Home", name: str, content: bytes) -> tuple[Named, ...]:
    if not content:
        return ()
    return named_in(content.decode(errors="replace"), home.scratch, home.address(name), by_name=True)


def _or_none(read: Callable[[], Sequence[Named]]) -> Sequence[Named]:
    """The snapshots of a record; none if it cannot be read, because the new one replaces it."""
    try:
        return read()
    except SnapshotError:
        return ()
