"""One line of the log for each request, where the log is for machines."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lineage_viz.ui.server.paths import ALIVE, READY, below_base

_LOG = logging.getLogger(__name__)
_QUIET = (ALIVE, READY)
_ASKED_TWICE = ("_stcore/health", "_stcore/host-config")
"""Streamlit's page asks for these below its own path first, where they do not exist."""

_FILES = ("static/", "_stcore/bidi-components/")


class AccessLog:
    """ASGI middleware: log each request with its answer and its time, without the query: it may name anything.

    Files of the program and the questions of monitors are logged only when the answer is an error. A WebSocket is
    logged when it ends.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] not in ("http", "websocket") or not _LOG.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 500 if scope["type"] == "http" else 101

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "websocket.close":
                status = 403
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            if not _is_routine(below_base(scope["path"]), status):
                _LOG.info(
                    "%s %s",
                    scope.get("method", "WebSocket"),
                    scope["path"],
                    extra=_facts(scope, status, began),
                )


def _is_routine(path: str, status: int) -> bool:
    return path.endswith(_ASKED_TWICE) or (status < 400 and (path in _QUIET or path.startswith(_FILES)))


def _facts(scope: Scope, status: int, began: float) -> dict[str, object]:
    client = scope["client"][0] if scope.get("client") else ""
    return {"status": status, "milliseconds": round(1000 * (time.monotonic() - began)), "client": client}
