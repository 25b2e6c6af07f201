"""gremlinpython's WebSocket with a limit for each wait: a cluster that hangs says nothing."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from gremlin_python.driver.aiohttp.transport import AiohttpTransport

_SHORT = 5.0
"""Seconds to wait for a reason."""

_LONGEST = 10_000
"""Bytes of a reason that are read."""


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

    def refusal(self, url: str, headers: Mapping[str, str]) -> str:
        """Return the answer to the same request without a WebSocket if it is denied, else an empty text.

        aiohttp keeps no text of the answer to a refused handshake.
        """

        async def ask() -> str:
            async with (
                aiohttp.ClientSession(
                    timeout=aiohttp.ClientTimeout(total=min(_SHORT, self._read_timeout))
                ) as session,
                session.get(url, headers=headers, allow_redirects=False) as answer,
            ):
                return (
                    (await answer.content.read(_LONGEST)).decode(errors="replace")
                    if answer.status == 403
                    else ""
                )

        try:
            return str(self._loop.run_until_complete(ask()))
        except (aiohttp.ClientError, OSError, TimeoutError):
            return ""

    def _give_up(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
