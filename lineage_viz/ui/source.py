"""Where pages get their store: opened once per process, shared by all visitors, swapped by a reload."""

from threading import Lock

import streamlit as st

from lineage_viz.errors import LineageVizError, SnapshotError
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store, reloaded

_Named = tuple[tuple[Named, ...], int]
"""What a reload has decided, and when: what could not be opened then is tried again once it is decided again."""


def _named(settings: Settings) -> _Named:
    named = reloaded(settings)
    return named, settings.current.stat().st_mtime_ns if named else 0


class _Opened:
    """The store of one set of settings. Once a reload names other snapshots it is another one, in one step."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._opening = settings, Lock()
        self._named = _named(settings)
        self._store = open_store(settings)
        self._unreadable, self._unopened = "", ""

    @property
    def trouble(self) -> str:
        """Why it is not what is named now; empty when it is."""
        return self._unreadable or self._unopened

    def store(self) -> Store:
        """What is named now. Who finds it changed opens it; all others keep what they have until that is done."""
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
        """What cannot be opened is not tried again at every click; what is in memory is whole and goes on."""
        self._named, self._unopened = named, ""
        try:
            with st.spinner("Opening the new snapshot …"):
                self._store = open_store(self._settings)
        except LineageVizError as error:
            self._unopened = str(error)
        except Exception as error:
            self._unopened = f"Something unexpected went wrong ({type(error).__name__})."
            raise


@st.cache_resource(show_spinner="Opening the snapshot …")
def _opened(_settings: Settings, key: str) -> _Opened:
    del key  # what the cache goes by
    return _Opened(_settings)


def _current() -> _Opened:
    settings = Settings.from_environment()
    return _opened(settings, repr(settings))


def current_store() -> Store:
    """The configured store. Raises SettingsError, SnapshotError, StoreError."""
    return _current().store()


def trouble_opening() -> str:
    """Why what is shown is not what was reloaded last; empty when it is."""
    return _current().trouble


def on_neptune() -> bool:
    """Whether what is loaded is on Neptune, where it can change while the app runs."""
    return Settings.from_environment().neptune is not None
