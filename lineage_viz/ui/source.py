"""The store of the pages: opened once per process, shared by all visitors, swapped after a reload."""

from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Lock

import streamlit as st

from lineage_viz.errors import LineageVizError, SnapshotError
from lineage_viz.home.records import Watched
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store, reloaded

_Named = tuple[tuple[Named, ...], object]
"""The snapshots that the last reload named, and the version of that record: a new one makes the app try again."""


def _watching(settings: Settings) -> Callable[[], _Named]:
    """A function that asks for the snapshots to show."""
    if settings.in_s3 and not (settings.neptune or settings.snapshots):
        return Watched(settings).now
    return partial(_named, settings)


def _named(settings: Settings) -> _Named:
    named, version = reloaded(settings), 0
    if named and not settings.in_s3:
        with suppress(FileNotFoundError):  # somebody has just deleted it: the next question finds that
            version = settings.current.stat().st_mtime_ns
    return named, version


class _Opened:
    """The store of one set of settings, replaced in one step when a reload names other snapshots."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._opening = settings, Lock()
        self._ask = _watching(settings)
        self._named = self._ask()
        self._store = open_store(settings)
        self._unreadable, self._unopened = "", ""

    @property
    def trouble(self) -> str:
        """The reason why the store does not have the named snapshots; empty when it has them."""
        return self._unreadable or self._unopened

    @property
    def open_now(self) -> Store:
        """The store that is open, also when a reload names another one."""
        return self._store

    def store(self) -> Store:
        """The current store. The first visitor after a reload opens the new one; others keep the old one meanwhile."""
        named = self._now_named()
        if named != self._named and self._opening.acquire(blocking=False):
            try:
                self._swap(named)
            finally:
                self._opening.release()
        return self._store

    def _now_named(self) -> _Named:
        try:
            named, self._unreadable = self._ask(), ""
        except SnapshotError as error:
            named, self._unreadable = self._named, str(error)
        return named

    def _swap(self, named: _Named) -> None:
        """Open the named snapshots. After a failure the old store stays, and the next click does not try again."""
        self._named, self._unopened = named, ""
        try:
            with st.spinner("Opening the new snapshot …"):
                self._store = open_store(self._settings)
            self._tidy({each.path for each in named[0]})
            _read_findings(self._store)
        except LineageVizError as error:
            self._unopened = str(error)
        except Exception as error:
            self._unopened = f"An unexpected error occurred ({type(error).__name__})."
            raise

    def _tidy(self, shown: Collection[Path]) -> None:
        """Delete old copies of snapshots in S3: each reload brings another one. An error stops no visitor."""
        if self._settings.in_s3:
            from lineage_viz.reload.kept import tidy_copies  # it loads the client of S3

            with suppress(LineageVizError, OSError):
                tidy_copies(self._settings, lambda: shown)


def _read_findings(store: Store) -> None:
    """Read what the other pages say of the audit of these snapshots; without it they say nothing."""
    with suppress(LineageVizError, OSError):
        # The first page goes before the audit, which this module therefore never imports.
        import_module("lineage_viz.ui.audit.all_models").read_kept(store)


_READY: set[str] = set()
"""The settings whose store has been opened."""


@st.cache_resource(show_spinner="Opening the snapshot …")
def _opened(_settings: Settings, key: str) -> _Opened:
    opened = _Opened(_settings)
    _READY.add(key)
    return opened


def is_opening() -> bool:
    """True until the store of the settings has been opened for the first time; nobody waits for the answer."""
    return repr(Settings.from_environment()) not in _READY


def _current() -> _Opened:
    settings = Settings.from_environment()
    return _opened(settings, repr(settings))


def current_store() -> Store:
    """The configured store. Raises SettingsError, SnapshotError, StoreError."""
    return _current().store()


def open_store_now() -> Store:
    """The store that the app has open; only the first call opens one. Raises the same errors.

    For questions of the server itself: visitors open the snapshots of a reload.
    """
    return _current().open_now


def trouble_opening() -> str:
    """The reason why the app does not show the last reload; empty when it does."""
    return _current().trouble


def on_neptune() -> bool:
    """True when the store is on Neptune, where the lineage can change while the app runs."""
    return Settings.from_environment().neptune is not None
