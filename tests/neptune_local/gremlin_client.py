"""gremlinpython for tests, whose thread may have an event loop running already: Playwright's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from typing import Any

from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from gremlin_python.driver.client import Client
from gremlin_python.driver.driver_remote_connection import DriverRemoteConnection


class OwnThread(AiohttpTransport):
    """gremlinpython's own WebSocket, whose event loop runs in a thread that has no other."""

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
        """Not gremlinpython's, which closes: by then the thread may be gone, and would be waited for forever."""

    def _there(self, act: Callable[..., Any], *given: Any) -> Any:
        if get_ident() == self._id:  # reading closes what the other side has closed
            return act(*given)
        return self._thread.submit(act, *given).result()


def gremlin_client(url: str, source: str = "g", **how: Any) -> Client:
    """For text, and for bytecode as it is."""
    return Client(url, source, pool_size=1, transport_factory=OwnThread, **how)


def gremlin_connection(url: str, source: str = "g", **how: Any) -> DriverRemoteConnection:
    """For traversals."""
    return DriverRemoteConnection(url, source, pool_size=1, transport_factory=OwnThread, **how)
