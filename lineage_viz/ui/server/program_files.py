"""The files of Streamlit's page, read at once.

Streamlit hands each of the hundred files of the first page to other threads several times. While the server starts,
they wait for their turn longer than the reading takes.
"""

import os
import re
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from lineage_viz.ui.server.paths import base_path

_NAMES = r"/(static/(?:css|js|media)/[\w.-]+)"
"""Files whose names change with their content."""

_CONDITIONS = frozenset({"range", "if-none-match", "if-modified-since"})

FOREVER = {"cache-control": "public, immutable, max-age=31536000"}


class ProgramFiles:
    """ASGI middleware: answer a plain request for such a file as Streamlit does, without other threads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._folder = app, Path(get_static_dir())
        base = base_path()
        self._path = re.compile(re.escape(f"/{base}" if base else "") + _NAMES, re.ASCII)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        file = self._file(scope)
        try:
            content = file.read_bytes() if file else None
        except OSError:  # Streamlit says it
            content = None
        if file is None or content is None:
            await self._app(scope, receive, send)
            return
        headers = FileResponse(file, headers=FOREVER, stat_result=os.stat(file)).raw_headers
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _file(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] != "GET" or _CONDITIONS & set(Headers(scope=scope)):
            return None
        path = self._path.fullmatch(scope["path"])
        return self._folder / path[1] if path else None
