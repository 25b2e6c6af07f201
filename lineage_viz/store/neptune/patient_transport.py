"""gremlinpython's WebSocket with a limit for each wait: a cluster that hangs says nothing."""

import asyncio
from typing import Any

from gremlin_python.driver.aiohttp.transport import AiohttpTransport


class PatientTransport(AiohttpTransport):  # type: ignore[misc]
    """A WebSocket that waits as long as the present question allows: for the connection, and for each message."""

    def wait(self, seconds: float) -> None:
        """Set the seconds for each wait from now on."""
        self._read_timeout = self._write_timeout = seconds

    def connect(self, url: str, headers: Any = None) -> None:
        """Open the connection. Raises TimeoutError."""
        limit = self._loop.call_later(self._read_timeout, self._give_up)
        try:
            super().connect(url, headers)
        except asyncio.CancelledError as error:
            raise TimeoutError("The connection was not opened in time.") from error
        finally:
            limit.cancel()

    def _give_up(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
