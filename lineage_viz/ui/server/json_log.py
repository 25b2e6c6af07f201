"""The log of the server as JSON: a line for each record with its level, and with the visitor where a page writes it."""

import logging
import os
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import ModuleType

from lineage_viz.json_text import json_text
from lineage_viz.secrecy import without_secrets

_EXTRA = ("status", "milliseconds", "client")
"""Attributes of records that are members of their line."""

_OWN_LOGGER = "lineage_viz"
_STREAMLIT = {"STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true", "STREAMLIT_LOGGER_ENABLE_RICH": "false"}
"""Settings without which Streamlit prints lines that are no JSON."""

_asking = threading.local()


class JsonLines(logging.Formatter):
    """A record as one line of JSON, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Members without a value are left out."""
        named = {name: value for name in _EXTRA if (value := getattr(record, name, None)) is not None}
        members: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            **visitor(),
            **named,
        }
        if record.exc_info:
            members["error"] = without_secrets(self.formatException(record.exc_info))
        return json_text(members)


def log_as_json() -> None:
    """Write every record of this process to stderr as JSON, also those of Streamlit and of its server."""
    os.environ.update(_STREAMLIT)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_OWN_LOGGER).setLevel(logging.INFO)
    logging.captureWarnings(True)
    _join_streamlit()
    _join_uvicorn()
    sys.excepthook = lambda *raised: _uncaught(raised[1])
    threading.excepthook = lambda ended: _uncaught(ended.exc_value)


def visitor() -> Mapping[str, str]:
    """The page of this thread, and the person who signed in there; empty outside of a page."""
    runner: ModuleType | None = sys.modules.get("streamlit.runtime.scriptrunner")
    if runner is None or getattr(_asking, "now", False):
        return {}
    if runner.get_script_run_ctx(suppress_warning=True) is None:
        return {}
    _asking.now = True  # the answers below may write to the log
    try:
        return _visitor()
    finally:
        _asking.now = False


def _visitor() -> Mapping[str, str]:
    from lineage_viz.errors import LineageVizError
    from lineage_viz.ui.page_address import open_page
    from lineage_viz.ui.session import viewer

    try:
        user = viewer()
    except LineageVizError:  # nobody has signed in
        user = ""
    return {"page": open_page(), **({"user": user} if user else {})}


def _join_streamlit() -> None:
    """Streamlit gives each of its loggers a handler of its own, when it makes the logger and when it reads settings."""
    from streamlit import logger

    def hand_up(made: logging.Logger) -> None:
        if handler := getattr(made, "streamlit_console_handler", None):
            made.removeHandler(handler)
        made.propagate = True

    logger.setup_formatter = hand_up  # type: ignore[assignment]
    for made in logger._loggers.values():
        hand_up(made)


def _join_uvicorn() -> None:
    from uvicorn.config import LOGGING_CONFIG

    for logger in LOGGING_CONFIG["loggers"].values():
        # Its notes are about each connection, which `AccessLog` notes as well.
        logger.update({"handlers": [], "propagate": True, "level": "WARNING"})


def _uncaught(error: BaseException | None) -> None:
    if error is not None:
        logging.getLogger(_OWN_LOGGER).critical("The program met a bug.", exc_info=error)
