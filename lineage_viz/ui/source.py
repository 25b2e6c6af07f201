"""The store of the pages: opened once per process, shared by all visitors, swapped after a reload."""

from threading import Lock

import streamlit as st

from lineage_viz.errors import LineageVizError, SnapshotError
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store, reloaded

_Named = tuple[tuple[Named, ...], int]
"""The snapshots that the last reload named, and the time of that file: a new time makes the app try again."""


def _named(settings: Settings) -> _Named:
    named = reloaded(settings)
    return named, settings.current.stat().st_mtime_ns if named else 0


class _Opened:
    """The store of one set of settings, replaced in one step when a reload names other snapshots."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._opening = settings, Lock()
        self._named = _named(settings)
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
            named, self._unreadable = _named(self._settings), ""
        except SnapshotError as error:
            named, self._unreadable = self._named, str(error)
        return named

    def _swap(self, named: _Named) -> None:
        """Open the named snapshots. After a failure the old store stays, and the next click does not try again."""
        self._named, self._unopened = named, ""
        try:
            with st.spinner("Opening the new snapshot …"):
                self._store = open_store(self._settings)
        except LineageVizError as error:
            self._unopened = str(error)
        except Exception as error:
            self._unopened = f"An unexpected error occurred ({type(error).__name__})."
            raise


@st.cache_resource(show_spinner="Opening the snapshot …")
def _opened(_settings: Settings, key: str) -> _Opened:
    del key  # only Streamlit's cache reads it
    return _Opened(_settings)


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
