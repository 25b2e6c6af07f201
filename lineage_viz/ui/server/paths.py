"""The paths of the app: its pages, and everything that is no page and must not look like one.

Streamlit answers every path that it does not know with its page and 200, also those that a monitor asks for.
"""

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lineage_viz.ui.page_names import PAGES

ALIVE, READY, METRICS = "healthz", "readyz", "metrics"
STREAMLIT_METRICS = "_stcore/metrics"
MEDIA = "media/"
_AGENT = "_stcore/agent/"
_FILES = ("_stcore/bidi-components/", "component/", MEDIA)
"""The paths of files of the app, which may be HTML as well."""

_PAGES = frozenset({"", "index.html", *(page.lower() for page in PAGES)})


class KnownPaths:
    """ASGI middleware: answer an unknown path with 404, and those of Streamlit's agents while they are off."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that there is nothing. An unknown page is Streamlit's own, but with 404."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = below_base(scope["path"])
        if _is_nothing(path):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return

        async def send_as_unknown(message: Message) -> None:
            if message["type"] == "http.response.start" and _has_page(message):
                message["status"] = 404
            await send(message)

        is_known = is_page(path) or path.startswith(_FILES)
        await self._app(scope, receive, send if is_known else send_as_unknown)


def is_page(path: str) -> bool:
    """True for the path of a page below that of the app."""
    return path in _PAGES


def base_path() -> str:
    """The path below which the app is served, without slashes around it."""
    return (st.get_option("server.baseUrlPath") or "").strip("/")


def below_base(path: str) -> str:
    """The path of a request below that of the app, without slashes around it."""
    path, base = path.strip("/"), base_path()
    return path.removeprefix(base).strip("/") if f"{path}/".startswith(f"{base}/") else path


def _is_nothing(path: str) -> bool:
    """True below the paths of monitors, and for Streamlit's agents, which an admin may turn on."""
    if f"{path}/".startswith(_AGENT):
        return not st.get_option("server.enableAgentApi")
    return path.startswith((f"{ALIVE}/", f"{READY}/", f"{METRICS}/"))


def _has_page(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] == 200 and kind.startswith("text/html")
