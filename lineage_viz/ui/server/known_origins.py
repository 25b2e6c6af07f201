"""The check that a page may connect to the app: any other web page could otherwise act as the local user.

A foreign name can point to this machine, and its page then comes from the app: such a name is refused, too.

Streamlit checks origins as well. For an unknown one it asks a service on the internet for the address of this machine
(`get_external_ip` in streamlit/net_util.py), and no setting prevents that. So Streamlit sees known addresses only.
"""

from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lineage_viz.access import Visit, is_loopback, refuse_foreign_name
from lineage_viz.errors import AccessRefused, SettingsError
from lineage_viz.settings import is_public
from lineage_viz.ui.server.refused_origins import RefusedOrigins
from lineage_viz.ui.session import sign_in_is_configured
from lineage_viz.words import plain

POLICY_VIOLATION = 1008
MISDIRECTED = 421
_HEALTH = "/_stcore/health"
_PORTS = {"http": 80, "https": 443}

Place = tuple[str, int]
"""Host and port."""


class KnownOrigins:
    """ASGI middleware: refuse a foreign host name, and a WebSocket of a foreign page, and tell the visitor why."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._refused = app, RefusedOrigins()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it. The Host of a known page becomes the host of that page."""
        if scope["type"] in ("http", "websocket") and (why := _foreign_name(Headers(scope=scope))):
            await _refuse(scope, receive, send, why)
            return
        if scope["type"] == "websocket" and (origin := Headers(scope=scope).get("origin")) is not None:
            if not is_known(origin, Headers(scope=scope)):
                self._refused.note(HTTPConnection(scope), origin)
                await _refuse(scope, receive, send, "")
                return
            self._refused.forget(HTTPConnection(scope))
            MutableHeaders(scope=scope)["host"] = urlsplit(origin).netloc
        elif (
            scope["type"] == "http" and scope["path"].endswith(_HEALTH) and (why := self._misdirected(scope))
        ):
            await JSONResponse(why, MISDIRECTED)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _misdirected(self, scope: Scope) -> str:
        """Return the sentence for a page whose WebSocket would be refused, or was a moment ago, else "".

        Streamlit's page asks for the health first, and shows an answer that is JSON with a status of failure. When only
        the WebSocket fails, the page stays empty.
        """
        headers = Headers(scope=scope)
        origin = headers.get("origin", self._refused.of(HTTPConnection(scope)))
        return _other_origin(origin, headers) or _other_host(headers)


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
    else:
        await PlainTextResponse(why, MISDIRECTED)(scope, receive, send)


def _foreign_name(headers: Headers) -> str:
    """Return the sentence for a request to a name that is not this app's, else "".

    With sign-in the name does not matter. At an address that others can reach, the pages refuse everyone without it,
    unless the app is public: then this name could be read from outside of the network that reaches the app.
    """
    visit = Visit(st.get_option("server.address") or "", headers)
    if not (is_loopback(visit.address) or _public()) or not st.get_option("server.enableCORS"):
        return ""
    try:
        refuse_foreign_name(
            visit, {st.get_option("browser.serverAddress"), *(host for host, _ in _allowed())}
        )
    except AccessRefused as why:
        return "" if _has_sign_in() else str(why)
    return ""


def _public() -> bool:
    try:
        return is_public()
    except SettingsError:  # the pages say it
        return False


def _has_sign_in() -> bool:
    try:
        return sign_in_is_configured()
    except SettingsError:
        return False


def is_known(origin: str, headers: Headers) -> bool:
    """True when the browser loaded the page from this app: directly, through a proxy, or from an allowed origin.

    A browser lets no page set `Host` or `X-Forwarded-Host` of its WebSocket, so both name what the browser asked for.
    """
    page = _split(origin)
    if page is None:
        return False
    asked = tuple(_asked_for(page, headers))
    return not st.get_option("server.enableCORS") or any(
        _is_same(page, each) for each in (*asked, *_allowed())
    )


def _is_same(page: SplitResult, other: Place) -> bool:
    """True for the same host and port. This machine has several names; a page of another port is another app's."""
    host, port = _place(page)
    return (host, port) == other or (port == other[1] and is_loopback(host) and is_loopback(other[0]))


def _other_origin(origin: str | None, headers: Headers) -> str:
    """Return the sentence for an Origin that a proxy wrote: a browser sends none to the host of its own page."""
    if origin is None or is_known(origin, headers):
        return ""
    page = _split(headers.get("referer", ""))
    asked = plain(page.netloc if page else headers.get("host", ""))
    return (
        f"Your browser asks for {asked}, and the proxy tells this app the origin {plain(origin) or 'without a name'}.\n"
        "Let the proxy pass on the Origin of the browser: see docs/access.md."
    )


def _other_host(headers: Headers) -> str:
    page = _split(headers.get("referer", ""))
    if page is None or is_known(page.geturl(), headers):
        return ""
    asked = plain(headers.get("host", ""))
    return (
        f"Your browser asks for {plain(page.netloc)}, and the proxy asks this app for {asked}.\n"
        "Let the proxy pass on the Host of the browser,\nor name the browser's address to the app: see docs/access.md."
    )


def _asked_for(page: SplitResult, headers: Headers) -> Iterator[Place]:
    """Yield the hosts that the request names; a host without a port has that of the page's scheme."""
    for name in ("host", "x-forwarded-host"):
        for host in headers.get(name, "").split(","):
            if part := _split(f"{page.scheme}://{host.strip()}"):
                yield _place(part)


def _allowed() -> Iterator[Place]:
    """Yield the origins of the setting `server.corsAllowedOrigins`."""
    for origin in st.get_option("server.corsAllowedOrigins"):
        if part := _split(origin.strip()):
            yield _place(part)


def _split(url: str) -> SplitResult | None:
    """Return the parts of an http URL; None for anything else, such as the origin `null` of a page from a file."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _place(url: SplitResult) -> Place:
    return url.hostname or "", url.port or _PORTS[url.scheme]
