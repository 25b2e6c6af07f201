"""The rule for the browser that a page of the app loads from the app only.

Streamlit's page would otherwise ask `data.streamlit.io` for an app that a link names (`?staticAppId=…`).
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's page has scripts and styles in its text, and evaluates some; its downloads and components are blobs.
POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"


class OwnContent:
    """ASGI middleware: add a Content-Security-Policy to each answer (https://www.w3.org/TR/CSP3/)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the header to the answer."""

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["content-security-policy"] = POLICY
            await send(message)

        await self._app(scope, receive, send_with_policy)
