"""The origins of WebSockets that were refused a moment ago, by browser.

Some proxies rewrite the Origin of a WebSocket only: a browser sends none with the other requests of its own page. So
the next request of that browser learns of the refusal. The cookie of the browser goes with no request of a foreign
site, so such a site cannot make a page of the app fail.
"""

import time

from starlette.requests import HTTPConnection

from lineage_viz.ui.server.browser import browser_of

REMEMBERED = 30.0
"""Seconds; the page asks again every few seconds, and each refusal begins anew."""


class RefusedOrigins:
    """The refused origins by browser and host, because a cookie goes to each port of a host."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[str, float]] = {}

    def note(self, websocket: HTTPConnection, origin: str) -> None:
        """Remember the origin of a WebSocket."""
        now = time.monotonic()
        self._found = {each: found for each, found in self._found.items() if now - found[1] < REMEMBERED}
        if (key := _key(websocket))[0]:
            self._found[key] = origin, now

    def of(self, request: HTTPConnection) -> str | None:
        """Return the origin that was refused to this browser a moment ago; None without one."""
        found = self._found.get(_key(request))
        return found[0] if found and time.monotonic() - found[1] < REMEMBERED else None

    def forget(self, websocket: HTTPConnection) -> None:
        """Forget it: a WebSocket of this browser connects."""
        self._found.pop(_key(websocket), None)


def _key(connection: HTTPConnection) -> tuple[str, str]:
    return browser_of(connection.cookies), connection.headers.get("host", "")
