"""The people and programs that may read metrics: they name accounts, regions and clusters."""

from hmac import compare_digest

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lineage_viz.access import Visit, is_loopback
from lineage_viz.errors import SettingsError
from lineage_viz.settings import METRICS_TOKEN, Settings
from lineage_viz.ui.server.paths import STREAMLIT_METRICS, below_base
from lineage_viz.ui.session import sign_in_is_configured

_ASK = {"www-authenticate": 'Bearer realm="metrics"'}


class OwnMetrics:
    """ASGI middleware: the metrics of Streamlit itself are for those who may read the app's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        is_asked = scope["type"] == "http" and below_base(scope["path"]) == STREAMLIT_METRICS
        if is_asked and (no := refusal(scope)):
            await no(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def refusal(scope: Scope) -> Response | None:
    """The answer to a request that may not read metrics; None when it may.

    With a token in the settings, those may who send it. Without one, a visitor of this machine may.
    """
    try:
        token = Settings.from_environment().metrics_token
        if token and _has(token, Headers(scope=scope)):
            return None
        if token:
            return PlainTextResponse(f"Send the token of {METRICS_TOKEN} as a bearer token.\n", 401, _ASK)
        if _is_local(scope) and not sign_in_is_configured():
            return None
    except SettingsError:
        return PlainTextResponse("A setting is wrong: see the pages of the app.\n", 503)
    words = f"Only this machine may read the metrics. Set {METRICS_TOKEN} for others: see docs/access.md.\n"
    return PlainTextResponse(words, 403)


def _has(token: str, headers: Headers) -> bool:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and compare_digest(given.strip().encode(), token.encode())


def _is_local(scope: Scope) -> bool:
    """True when the app listens to this machine only, and the request comes from it, through no proxy."""
    address = st.get_option("server.address") or ""
    client = scope["client"][0] if scope.get("client") else ""
    return is_loopback(address) and is_loopback(client) and Visit(address, Headers(scope=scope)).is_direct
