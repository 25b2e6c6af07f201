"""A thread of the server that watches over the cluster: a mix of two loads is told on every page, and repaired."""

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


def _watch() -> None:
    stopped = Event()  # nobody sets it: the thread ends with the server
    with suppress(LineageVizError):  # wrong settings: the pages say it
        while on_neptune() and not stopped.wait(EVERY):
            look()


def look() -> None:
    """Look once. A cluster that does not answer is looked at again later."""
    with suppress(LineageVizError):
        # The store asks for the markers anyway, over connections that it keeps.
        store = current_store()
        if store.loading or not store.snapshots or recovery().words:
            recovery().look()
