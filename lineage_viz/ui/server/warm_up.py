"""The start of the server: the first visitor need not wait for the pages' code, the store, its search and audit."""

from importlib import import_module
from pkgutil import walk_packages
from threading import Thread

from lineage_viz.errors import LineageVizError
from lineage_viz.ui.background import in_background, without_warnings
from lineage_viz.ui.server.in_time import THREADS


def warm_up() -> Thread:
    """Import the code of the Explore page and open the store in a thread, while a browser opens. Return the thread."""
    without_warnings(THREADS)
    return in_background("warm-up", _prepare)


def _prepare() -> None:
    explore = import_module("lineage_viz.ui.explore")
    for module in walk_packages(explore.__path__, f"{explore.__name__}."):
        import_module(module.name)
    import_module("pandas")  # Streamlit imports it for the first table
    source = import_module("lineage_viz.ui.source")
    try:
        store = source.current_store()
        if not source.on_neptune():
            store.recorded_names()  # the first search would read all records
            import_module("lineage_viz.ui.audit.all_models").renew_rows(store)
    except LineageVizError:
        return  # the page says it
