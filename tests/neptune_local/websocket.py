"""Gremlin over WebSocket: each connection of a client has its own connection to the Gremlin Server."""

import asyncio
from dataclasses import dataclass, field
from weakref import WeakSet

from aiohttp import ClientWebSocketResponse, WSMsgType, web

from tests.neptune_local.actions import Caller
from tests.neptune_local.engine_connection import Connect
from tests.neptune_local.errors import CONFLICT, NeptuneError, translated
from tests.neptune_local.faults import Faults
from tests.neptune_local.message import Message, answered
from tests.neptune_local.running import Running


@dataclass(frozen=True, slots=True)
class _Client:
    """One client, with its requests that are not answered yet by their ids, the newest last."""

    request: web.Request
    socket: web.WebSocketResponse
    caller: Caller
    asked: dict[str, Message] = field(default_factory=dict)


class WebSockets:
    """A proxy that checks requests as strictly as Neptune, and returns errors in Neptune's words."""

    def __init__(self, faults: Faults, running: Running) -> None:
        self._faults, self._running = faults, running
        self._open: WeakSet[web.WebSocketResponse] = WeakSet()

    async def serve(self, request: web.Request, engine: Connect, caller: Caller) -> web.WebSocketResponse:
        """Serve one client until it leaves."""
        client = _Client(request, web.WebSocketResponse(max_msg_size=0, compress=False), caller)
        await client.socket.prepare(request)
        self._open.add(client.socket)
        async with engine() as server:
            back = asyncio.create_task(self._answers(server, client))
            try:
                await self._requests(client, server)
            finally:
                back.cancel()
                for request_id in client.asked:
                    self._running.leave(request_id)
                await asyncio.gather(back, return_exceptions=True)
        return client.socket

    async def cut(self) -> None:
        """End all connections, as a restart does."""
        for client in list(self._open):
            await client.close(code=1001)

    async def _requests(self, client: _Client, server: ClientWebSocketResponse) -> None:
        async for frame in client.socket:
            if frame.type not in (WSMsgType.BINARY, WSMsgType.TEXT):
                continue
            read = Message.parse if frame.type is WSMsgType.BINARY else Message.parse_text
            message = read(frame.data)
            if (self._faults.down or self._faults.take("drop")) and client.request.transport:
                client.request.transport.abort()
                return
            try:
                sent = self._checked(message)
            except NeptuneError as error:
                await _send(client.socket, message.refusal(error))
                continue
            self._running.begin(message)
            client.asked[message.id] = message
            await server.send_bytes(sent)

    def _checked(self, message: Message) -> bytes:
        """The request for the engine. Raises NeptuneError."""
        message.check()
        if self._faults.slow:
            raise translated(598, "")
        if self._faults.take("conflict"):
            raise NeptuneError("ConcurrentModificationException", CONFLICT)
        return message.frame()

    async def _answers(self, server: ClientWebSocketResponse, client: _Client) -> None:
        async for frame in server:
            if frame.type not in (WSMsgType.BINARY, WSMsgType.TEXT):
                continue
            data = frame.data if frame.type is WSMsgType.BINARY else frame.data.encode()
            request_id, error, last = answered(data)
            # The server reads requests in their order, and says at once that it cannot read the newest.
            request_id = request_id or next(reversed(client.asked), "")
            message = client.asked.get(request_id)
            if message and error:
                if error.code == "ConstraintViolationException" and b"mergeV" in message.frame():
                    # TinkerGraph looks for the vertex, and then adds it; Neptune does both in one transaction.
                    error = NeptuneError("ConcurrentModificationException", CONFLICT)
                shown = client.caller.instead(self._running.instead(request_id, error))
                data = message.refusal(shown)
            await _send(client.socket, data)
            if last:
                client.asked.pop(request_id, None)
                self._running.end(request_id)
        await client.socket.close(code=1011)


async def _send(client: web.WebSocketResponse, data: bytes) -> None:
    """Send GraphBinary as binary and GraphSON as text, as the Gremlin Server does."""
    if data[:1] == b"\x81":
        await client.send_bytes(data)
    else:
        await client.send_str(data.decode())
