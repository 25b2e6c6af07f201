"""Downloads are for the browser whose page offers them: an address from a log or a history opens nothing.

Streamlit answers the address of a file to everybody. The address of a download is a digest of its content.
"""

from collections import defaultdict
from functools import wraps
from pathlib import PurePosixPath
from threading import Lock
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lineage_viz.ui.server.browser import browser_of
from lineage_viz.ui.server.paths import MEDIA, below_base

_MANY = 200
"""Files after which those that Streamlit has deleted are forgotten."""


class Owners:
    """The browsers whose pages offer each file. Any number of threads may use it."""

    def __init__(self) -> None:
        self._browsers: defaultdict[str, set[str]] = defaultdict(set)
        self._lock = Lock()

    def watch(self, manager: MediaFileManager) -> None:
        """Note the owner of each file that the manager gets from now on.

        Streamlit does not keep the session of a file that is made on request, so its two methods are wrapped.
        """
        add, execute = manager.add, manager.execute_deferred

        @wraps(add)
        def add_noted(*args: Any, **how: Any) -> str:
            url = add(*args, **how)
            context = get_script_run_ctx(suppress_warning=True)
            self._note(manager, url, context.session_id if context else "")
            return url

        @wraps(execute)
        def execute_noted(file_id: str) -> str:
            entry = manager._deferred_callables.get(file_id)
            url = execute(file_id)
            self._note(manager, url, entry["session_id"] if entry else "")
            return url

        manager.add, manager.execute_deferred = add_noted, execute_noted  # type: ignore[method-assign]

    def has(self, file: str, browser: str) -> bool:
        """True when a page of this browser offered the file."""
        return bool(browser) and browser in self._browsers.get(file, ())

    def _note(self, manager: MediaFileManager, url: str, session: str) -> None:
        client = get_instance().get_client(session)
        context = client.client_context if client else None
        if context is None:  # the page has gone
            return
        with self._lock:
            if len(self._browsers) > _MANY:
                for file in [each for each in self._browsers if manager.read_file(each) is None]:
                    del self._browsers[file]
            self._browsers[name_of(url)].add(browser_of(context.cookies))


class OwnDownloads:
    """ASGI middleware: answer the address of a file to its owners only, and let nobody keep the answer."""

    def __init__(self, app: ASGIApp, owners: Owners) -> None:
        self._app, self._owners = app, owners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer as if the file did not exist."""
        path = below_base(scope["path"]) if scope["type"] == "http" else ""
        if not path.startswith(MEDIA):
            await self._app(scope, receive, send)
        elif self._owners.has(name_of(path), browser_of(Request(scope).cookies)):
            await self._app(scope, receive, _not_kept(send))
        else:
            words = (
                "This browser has no such download. Open the page that offers it, and download it there.\n"
            )
            await PlainTextResponse(words, 404, {"cache-control": "no-store"})(scope, receive, send)


def name_of(address: str) -> str:
    """The name of a file in its address, without its extension."""
    return PurePosixPath(address).stem


def _not_kept(send: Send) -> Send:
    async def send_not_kept(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["cache-control"] = "no-store"
        await send(message)

    return send_not_kept
