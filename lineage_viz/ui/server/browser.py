"""The cookie that tells one browser from another, also without a sign-in."""

import re
from collections.abc import Mapping
from hashlib import sha256
from secrets import token_urlsafe

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lineage_viz.ui.server.paths import base_path, below_base, is_page
from lineage_viz.ui.server.security_headers import by_https

COOKIE = "lineage_viz_browser"

_SIGN_IN = "_streamlit_user"
"""The first characters of the cookies in which Streamlit keeps a sign-in; a long one takes several."""

_VALUE = re.compile(r"[\w-]{43}", re.ASCII)
_HEALTH = "_stcore/health"
"""Streamlit's page asks for it before it connects."""


class BrowserCookie:
    """ASGI middleware: give each browser a cookie of its own, before its page connects."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the cookie to the answer of a page when the browser has none."""
        if scope["type"] == "http" and _needs_cookie(scope):
            cookie = _cookie(is_https=by_https(scope))

            async def send_with_cookie(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message).append("set-cookie", cookie)
                await send(message)

            await self._app(scope, receive, send_with_cookie)
        else:
            await self._app(scope, receive, send)


def browser_of(cookies: Mapping[str, str]) -> str:
    """A text that only this browser has, with its present sign-in; empty without the cookie."""
    if not _VALUE.fullmatch(cookies.get(COOKIE, "")):
        return ""
    own = sorted(
        (name, value) for name, value in cookies.items() if name == COOKIE or name.startswith(_SIGN_IN)
    )
    return sha256(repr(own).encode()).hexdigest()


def _needs_cookie(scope: Scope) -> bool:
    path = below_base(scope["path"])
    return (is_page(path) or path == _HEALTH) and not browser_of(Request(scope).cookies)


def _cookie(*, is_https: bool) -> str:
    secure = "; Secure" if is_https else ""
    return f"{COOKIE}={token_urlsafe(32)}; Path=/{base_path()}; HttpOnly; SameSite=Lax{secure}"
