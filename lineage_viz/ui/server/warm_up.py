"""The start of the server: no visitor waits for the code of the pages, the store or the first picture."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pkgutil import walk_packages
from threading import Thread
from time import sleep

from lineage_viz.errors import LineageVizError
from lineage_viz.store.base import Store
from lineage_viz.system.gc_pause import gc_paused
from lineage_viz.ui.background import in_background, without_warnings
from lineage_viz.ui.server.in_time import THREADS

_FIRST_PAGE = 3.0
"""The seconds that the first page has the processor for itself."""

_TURN = 0.0005
"""The seconds until this thread lets another one go on. Python's own are 5 ms, for which each of the hundred files of
the first page would wait."""


def warm_up() -> Thread:
    """Import the code of the Explore page, open the store and make the first picture in a thread. Return the thread."""
    without_warnings(THREADS)
    return in_background("warm-up", _prepare)


def _prepare() -> None:
    with _short_turns(), gc_paused():  # code and lineage stay, so there is no garbage to find
        _import("explore")
        with suppress(LineageVizError):  # the page says it
            _open()
        gc.freeze()  # or the collector would look at all of it during the first page


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _import(page: str) -> None:
    package = import_module(f"lineage_viz.ui.{page}")
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)


def _open() -> None:
    """Open the store and make its first picture, as the first page does. A cluster is asked for visitors only."""
    source = import_module("lineage_viz.ui.source")
    store = source.current_store()
    if not source.on_neptune():
        import_module("lineage_viz.ui.explore.pictures").make_first(store)
        in_background("further answers", partial(_read_further, store))


def _read_further(store: Store) -> None:
    """Import the code below the first picture and of the next page. Read what a search offers, else the first one would
    read all records, and renew the outcomes of the audit.

    The first page goes before.
    """
    sleep(_FIRST_PAGE)
    with _short_turns():
        import_module("pandas")  # tables need it
        _import("summary")
    with suppress(LineageVizError):  # the page says it
        store.recorded_names()
        import_module("lineage_viz.ui.audit.all_models").renew_rows(store)
