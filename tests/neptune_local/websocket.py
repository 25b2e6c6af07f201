"""Gremlin over WebSocket: each connection of a client has its own connection to the Gremlin Server."""

import asyncio
from weakref import WeakSet

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, web

from tests.neptune_local.errors import CONFLICT, NeptuneError, translated
from tests.neptune_local.faults import Faults
from tests.neptune_local.message import Message, answered
from tests.neptune_local.running import Running

Asked = dict[str, Message]
"""The unanswered requests of one connection by their ids, the newest last."""


class WebSockets:
    """A proxy that checks requests as strictly as Neptune, and returns errors in Neptune's words."""

    def __init__(self, url: str, faults: Faults, running: Running) -> None:
        self._url, self._faults, self._running = url, faults, running
        self._open: WeakSet[web.WebSocketResponse] = WeakSet()

    async def serve(
        self, request: web.Request, session: ClientSession, refusal: NeptuneError | None
    ) -> web.WebSocketResponse:
        """Serve one client until it leaves. `refusal` is the error for its changes, if they are not allowed."""
        client = web.WebSocketResponse(max_msg_size=0, compress=False)
        await client.prepare(request)
        self._open.add(client)
        asked: Asked = {}
        async with session.ws_connect(self._url, max_msg_size=0) as server:
            back = asyncio.create_task(self._answers(server, client, refusal, asked))
            try:
                await self._requests(request, client, server, source(refusal), asked)
            finally:
                back.cancel()
                for request_id in asked:
                    self._running.end(request_id)
                await asyncio.gather(back, return_exceptions=True)
        return client

    async def cut(self) -> None:
        """End all connections, as a restart does."""
        for client in list(self._open):
            await client.close(code=1001)

    async def _requests(
        self,
        request: web.Request,
        client: web.WebSocketResponse,
        server: ClientWebSocketResponse,
        source_name: str,
        asked: Asked,
    ) -> None:
        async for frame in client:
            if frame.type not in (WSMsgType.BINARY, WSMsgType.TEXT):
                continue
            read = Message.parse if frame.type is WSMsgType.BINARY else Message.parse_text
            message = read(frame.data)
            if (self._faults.down or self._faults.take("drop")) and request.transport:
                request.transport.abort()
                return
            try:
                message.check()
                if self._faults.slow:
                    raise translated(598, "")
                if self._faults.take("conflict"):
                    raise NeptuneError("ConcurrentModificationException", CONFLICT)
                sent = message.frame(source_name)
            except NeptuneError as error:
                await _send(client, message.refusal(error))
                continue
            self._running.begin(message)
            asked[message.id] = message
            await server.send_bytes(sent)

    async def _answers(
        self,
        server: ClientWebSocketResponse,
        client: web.WebSocketResponse,
        refusal: NeptuneError | None,
        asked: Asked,
    ) -> None:
        async for frame in server:
            if frame.type not in (WSMsgType.BINARY, WSMsgType.TEXT):
                continue
            data = frame.data if frame.type is WSMsgType.BINARY else frame.data.encode()
            request_id, error, last = answered(data)
            # The server reads requests in their order, and says at once that it cannot read the newest.
            request_id = request_id or next(reversed(asked), "")
            message = asked.get(request_id)
            await _send(client, message.refusal(instead(error, refusal)) if message and error else data)
            if last:
                asked.pop(request_id, None)
                self._running.end(request_id)
        await client.close(code=1011)


def source(refusal: NeptuneError | None) -> str:
    """The traversal source: read-only for a client that may not change the graph."""
    return "reader" if refusal else "g"


def instead(error: NeptuneError, refusal: NeptuneError | None) -> NeptuneError:
    """The error for the client: its own refusal instead of the read-only error of the graph."""
    return refusal if refusal and error.code == "ReadOnlyViolationException" else error


async def _send(client: web.WebSocketResponse, data: bytes) -> None:
    """Send GraphBinary as binary and GraphSON as text, as the Gremlin Server does."""
    if data[:1] == b"\x81":
        await client.send_bytes(data)
    else:
        await client.send_str(data.decode())
