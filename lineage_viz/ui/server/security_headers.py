"""The headers that tell the browser what a page of the app may do, and who may show it."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A page of the app loads from the app only. Streamlit's page would otherwise ask `data.streamlit.io` for an app that a
# link names (`?staticAppId=…`). It has scripts and styles in its text, and evaluates some; its downloads and components
# are blobs.
POLICY = "; ".join(
    (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
    )
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "SAMEORIGIN",  # for browsers that do not know frame-ancestors
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # a URL names entities; the console of AWS need not know which
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-resource-policy": "same-origin",
}

HTTPS_ONLY = "max-age=31536000"
"""One year, for a browser that came by HTTPS: it then asks for this host by HTTPS only."""


class SecurityHeaders:
    """ASGI middleware: add the headers to each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to the answer."""
        added = headers_for(scope) if scope["type"] == "http" else {}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(added)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def headers_for(scope: Scope) -> dict[str, str]:
    """The headers of the answer to a request."""
    return HEADERS | ({"strict-transport-security": HTTPS_ONLY} if by_https(scope) else {})


def by_https(scope: Scope) -> bool:
    """True when the browser came by HTTPS, to this server or to a proxy that says so."""
    asked_by = Headers(scope=scope).get("x-forwarded-proto", scope.get("scheme", "http"))
    return asked_by.split(",")[0].strip().lower() == "https"


async def failed(request: Request, error: Exception) -> PlainTextResponse:
    """Answer a request that met a bug; Starlette logs it, and no middleware sees this answer."""
    del error
    return PlainTextResponse("Internal Server Error", 500, headers_for(request.scope))
