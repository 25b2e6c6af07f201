"""A thread of the server that watches over the cluster: a mix of two loads is told on every page, and repaired."""

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Event
from typing import TYPE_CHECKING

from lineage_viz.errors import LineageVizError
from lineage_viz.settings import Settings
from lineage_viz.ui.background import in_background
from lineage_viz.ui.source import current_store, on_neptune

if TYPE_CHECKING:
    from lineage_viz.recovery import Recovery

_LOG = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds between two looks."""


@cache
def recovery() -> "Recovery":
    """The recovery that all visitors share."""
    from lineage_viz.recovery import Recovery  # only an app on Neptune needs the code of reloads

    return Recovery(Settings.from_environment())


def watch_cluster() -> None:
    """Start the thread, for an app on Neptune."""
    in_background("cluster-watch", _watch)


def look() -> None:
    """Look once. A cluster that does not answer is looked at again later."""
    with suppress(LineageVizError):
        # The store asks for the markers anyway, over connections that it keeps.
        store = current_store()
        if store.loading or not store.snapshots or recovery().words:
            recovery().look()


def _watch() -> None:
    stopped = Event()  # nobody sets it: the thread ends with the server
    with suppress(LineageVizError):  # wrong settings: the pages say it
        if not on_neptune():
            return
    watcher = Watcher()
    while not stopped.wait(EVERY):
        watcher.look()


class Watcher:
    """Looks again and again. No error ends it: a load that is broken off later must be seen, too."""

    def __init__(self, look_once: Callable[[], None] = look) -> None:
        self._look, self._told = look_once, ""

    def look(self) -> None:
        """Look once. An error is logged once, and not at each look."""
        try:
            self._look()
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            if what != self._told:
                _LOG.exception("The watch over the cluster met an unexpected error. It goes on.")
            self._told = what
        else:
            self._told = ""
