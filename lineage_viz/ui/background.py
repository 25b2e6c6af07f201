"""Threads of the server beside the pages."""

import logging
from collections.abc import Callable
from threading import Thread

_WARNINGS = "streamlit.runtime.scriptrunner_utils.script_run_context"
"""Streamlit's logger that warns when its cache is used outside of a page, as such threads do."""


def in_background(name: str, work: Callable[[], None]) -> Thread:
    """Start a thread that ends with the server, and return it."""
    without_warnings(name)
    thread = Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


def without_warnings(name: str) -> None:
    """Let threads of this name use Streamlit's cache without a warning."""
    logging.getLogger(_WARNINGS).addFilter(lambda record: record.threadName != name)
