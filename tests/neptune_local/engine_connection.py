"""Connections to the Gremlin Server for the queries of one caller."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.neptune_local.gremlin_operations import operation

Connect = Callable[[], AbstractAsyncContextManager[ClientWebSocketResponse]]
"""Opens a connection."""


@asynccontextmanager
async def connection(session: ClientSession, url: str, source: str) -> AsyncIterator[ClientWebSocketResponse]:
    """A connection whose queries all use one traversal source, whatever they name themselves."""
    async with session.ws_connect(url, max_msg_size=0) as server:
        await server.send_bytes(operation("source", name=source))
        await server.receive()
        yield server
