"""Neptune's HTTP API: it passes each request to its part, and answers errors in Neptune's form."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from tests.neptune_local.clock import Clock
from tests.neptune_local.engine import Engine
from tests.neptune_local.errors import CONFLICT, READ_ONLY, NeptuneError, bad_request
from tests.neptune_local.faults import Faults
from tests.neptune_local.given import given
from tests.neptune_local.loader import Loader
from tests.neptune_local.message import Message, refuse_bindings, text_of
from tests.neptune_local.over_http import answer, format_of
from tests.neptune_local.running import Running
from tests.neptune_local.signature import Identity, Received, verify
from tests.neptune_local.statistics import Statistics
from tests.neptune_local.system import System
from tests.neptune_local.websocket import WebSockets, instead, source

LIMIT = 157_286_400
"""Largest body of a request, in bytes."""

GRAPH = "{graph:propertygraph|pg}"
"""Both names of the property graph in paths; graph-notebook uses the short one."""

REFUSAL = web.RequestKey("refusal", NeptuneError | None)  # type: ignore[arg-type]

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Parts:
    """The parts that answer requests."""

    engine: Engine
    loader: Loader
    system: System
    statistics: Statistics
    running: Running
    sockets: WebSockets
    faults: Faults
    clock: Clock
    gremlin_url: str
    region: str
    identities: Mapping[str, Identity]


class Routes:
    """The API of one endpoint: the writer, or the reader, which refuses changes."""

    def __init__(self, parts: Parts, role: str) -> None:
        self._parts, self._role = parts, role
        self._session: ClientSession | None = None

    def app(self) -> web.Application:
        """The application that aiohttp serves."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        app = web.Application(middlewares=[guard], client_max_size=LIMIT)
        app.cleanup_ctx.append(self._with_session)
        app.add_routes(
            [
                web.get("/status", self._status),
                web.get("/gremlin", self._socket_or_query),
                web.post("/gremlin", self._query),
                web.get("/gremlin/status", self._queries),
                web.post("/gremlin/status", self._queries),
                web.get("/gremlin/status/{queryId}", self._queries),
                web.get(f"/{GRAPH}/statistics", self._statistics),
                web.post(f"/{GRAPH}/statistics", self._statistics),
                web.delete(f"/{GRAPH}/statistics", self._statistics),
                web.get(f"/{GRAPH}/statistics/summary", self._summary),
                web.post("/loader", self._load),
                web.get("/loader", self._loads),
                web.get("/loader/{loadId}", self._loads),
                web.delete("/loader", self._cancel),
                web.delete("/loader/{loadId}", self._cancel),
                web.post("/system", self._system),
            ]
        )
        return app

    async def _with_session(self, _: web.Application) -> Any:
        async with ClientSession(connector=TCPConnector(force_close=True, limit=0)) as self._session:
            yield

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse callers without access and requests during a restart, and let the faults happen."""
        parts = self._parts
        changes = request.method != "GET"
        if parts.faults.down or (changes and parts.faults.take("change_dropped")):
            return _cut(request)
        try:
            body = await request.read()
            request[REFUSAL] = self._identify(request, body)
            if parts.faults.denied:
                raise NeptuneError("AccessDeniedException", "User is not authorized to perform: neptune-db:*")
            parts.engine.check()
            if parts.faults.take("throttle"):
                raise NeptuneError("ThrottlingException", "Rate exceeded")
            if parts.faults.take("internal"):
                raise NeptuneError("InternalFailureException", "An unexpected error has occurred")
            answer = await handler(request)
            return _cut(request) if changes and parts.faults.take("answer_dropped") else answer
        except NeptuneError as error:
            return _answer(error)
        except web.HTTPRequestEntityTooLarge:
            message = f"Request size exceeds max allowed value of {LIMIT} bytes."
            return _answer(bad_request(message))
        except RecursionError:
            return _answer(bad_request("The body of the request is nested too deeply"))
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            message = f"the local Neptune does not answer {request.method} {request.path}"
            return _answer(NeptuneError("UnsupportedOperationException", message))

    def _identify(self, request: web.Request, body: bytes) -> NeptuneError | None:
        """The error for a change by this caller; None when changes are allowed. Raises NeptuneError."""
        parts = self._parts
        received = Received(request.method, request.raw_path, request.headers, body)
        if parts.identities and verify(received, parts.identities, parts.region, parts.clock).read_only:
            return NeptuneError(
                "AccessDeniedException", "User is not authorized to perform this neptune-db action"
            )
        return NeptuneError("ReadOnlyViolationException", READ_ONLY) if self._role == "reader" else None

    async def _socket_or_query(self, request: web.Request) -> web.StreamResponse:
        assert self._session
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._parts.sockets.serve(request, self._session, request[REFUSAL])
        return await self._query(request)

    async def _query(self, request: web.Request) -> web.Response:
        query = {**request.query, **await given(request)}
        if not query.get("gremlin"):
            raise NeptuneError("MissingParameterException", "The parameter gremlin is missing")
        refuse_bindings(query)
        mime = format_of(request.headers.get("Accept", ""))
        message, query_id = Message.of_http(text_of(query, "gremlin"), mime), text_of(query, "queryId")
        if self._parts.faults.take("conflict"):
            raise NeptuneError("ConcurrentModificationException", CONFLICT)
        self._parts.running.begin(message, query_id)
        try:
            return await self._answered(request, message)
        finally:
            self._parts.running.end(query_id or message.id)

    async def _answered(self, request: web.Request, message: Message) -> web.Response:
        assert self._session
        refusal = request[REFUSAL]
        try:
            data = await answer(self._session, self._parts.gremlin_url, message, source(refusal))
        except NeptuneError as error:
            raise instead(error, refusal) from error
        return web.Response(body=data, headers={"Content-Type": message.mime})

    async def _status(self, _: web.Request) -> web.Response:
        return web.json_response(self._parts.engine.status(self._role))

    async def _queries(self, request: web.Request) -> web.Response:
        asked = {**request.query, **await given(request)}
        if "cancelQuery" in asked:
            raise NeptuneError("UnsupportedOperationException", "the local Neptune does not cancel queries")
        query_id = request.match_info.get("queryId") or text_of(asked, "queryId")
        running = self._parts.running
        return web.json_response(running.one(query_id) if query_id else running.status())

    async def _statistics(self, request: web.Request) -> web.Response:
        statistics = self._parts.statistics
        if request.method == "GET":
            return web.json_response(await asyncio.to_thread(statistics.state))
        _refuse_reader(request)
        return web.json_response(
            statistics.delete() if request.method == "DELETE" else statistics.manage(await given(request))
        )

    async def _summary(self, _: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(self._parts.statistics.summary))

    async def _load(self, request: web.Request) -> web.Response:
        _refuse_reader(request)
        return web.json_response(await asyncio.to_thread(self._parts.loader.start, await given(request)))

    async def _loads(self, request: web.Request) -> web.Response:
        loader, load_id = self._parts.loader, _load_id(request)
        return web.json_response(
            loader.status(load_id, request.query) if load_id else loader.listed(request.query)
        )

    async def _cancel(self, request: web.Request) -> web.Response:
        _refuse_reader(request)
        load_id = _load_id(request)
        if not load_id:
            raise NeptuneError("MissingParameterException", "The parameter loadId is missing")
        return web.json_response(self._parts.loader.cancel(load_id))

    async def _system(self, request: web.Request) -> web.Response:
        _refuse_reader(request)
        asked = await given(request)
        answer = web.json_response(await asyncio.to_thread(self._parts.system.act, asked))
        if asked["action"] == "performDatabaseReset":
            await self._parts.sockets.cut()
        return answer


def _cut(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def _refuse_reader(request: web.Request) -> None:
    if refusal := request[REFUSAL]:
        raise refusal


def _load_id(request: web.Request) -> str:
    """The load that a request names: in its path, as botocore writes it, or in its query, as graph-notebook does."""
    return request.match_info.get("loadId") or request.query.get("loadId", "")


def _answer(error: NeptuneError) -> web.Response:
    return web.Response(text=error.text(), status=error.status, content_type="application/json")
