"""gremlinpython for tests, because the thread of a test may already run an event loop (Playwright's)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from typing import Any

from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from gremlin_python.driver.client import Client
from gremlin_python.driver.driver_remote_connection import DriverRemoteConnection


class OwnThread(AiohttpTransport):
    """gremlinpython's own WebSocket, with its event loop in a thread of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = ThreadPoolExecutor(1, "gremlin")
        self._id = self._thread.submit(get_ident).result()
        self._open = True

    def connect(self, url: str, headers: Any = None) -> None:
        self._there(super().connect, url, headers)

    def write(self, message: bytes) -> None:
        self._there(super().write, message)

    def read(self) -> Any:
        return self._there(super().read)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._there(super().close)
            self._thread.shutdown(wait=False)

    def __del__(self) -> None:
        """Do not close here, as gremlinpython does: the thread may have ended, and the call would wait for ever."""

    def _there(self, act: Callable[..., Any], *given: Any) -> Any:
        if get_ident() == self._id:  # a read closes a connection that the other side closed
            return act(*given)
        return self._thread.submit(act, *given).result()


def gremlin_client(url: str, source: str = "g", **how: Any) -> Client:
    """A client for queries in text or bytecode."""
    return Client(url, source, pool_size=1, transport_factory=OwnThread, **how)


def gremlin_connection(url: str, source: str = "g", **how: Any) -> DriverRemoteConnection:
    """A connection for traversals."""
    return DriverRemoteConnection(url, source, pool_size=1, transport_factory=OwnThread, **how)
