"""Neptune's HTTP API: it passes each request to its part, and answers errors in Neptune's form."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from tests.neptune_local.actions import Caller, denied
from tests.neptune_local.clock import Clock
from tests.neptune_local.engine import Engine
from tests.neptune_local.engine_connection import Connect, connection
from tests.neptune_local.errors import NeptuneError, bad_request
from tests.neptune_local.faults import Faults
from tests.neptune_local.given import given
from tests.neptune_local.instance import Instance
from tests.neptune_local.loader import Loader
from tests.neptune_local.signature import Identity, Received, verify
from tests.neptune_local.statistics import Statistics
from tests.neptune_local.system import System

LIMIT = 157_286_400
"""Largest body of a request, in bytes."""

GRAPH = "{graph:propertygraph|pg}"
"""Both names of the property graph in paths; graph-notebook uses the short one."""

CALLER = web.RequestKey("caller", Caller)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
QueryHandler = Callable[[web.Request, Connect, Caller], Awaitable[web.StreamResponse]]


@dataclass
class Parts:
    """The parts that answer requests."""

    engine: Engine
    loader: Loader
    system: System
    statistics: Statistics
    instances: tuple[Instance, ...]
    faults: Faults
    clock: Clock
    gremlin_url: str
    region: str
    identities: Mapping[str, Identity]


class Routes:
    """The API of one endpoint of an instance."""

    def __init__(self, parts: Parts, instance: Instance) -> None:
        self._parts, self._instance = parts, instance
        self._session: ClientSession | None = None

    def app(self) -> web.Application:
        """The application that aiohttp serves."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        app = web.Application(middlewares=[guard], client_max_size=LIMIT)
        app.cleanup_ctx.append(self._with_session)
        app.add_routes([
            *self._queries(),
            web.get("/status", partial(self._read, "GetEngineStatus", self._status)),
            web.get(f"/{GRAPH}/statistics", partial(self._read, "GetStatisticsStatus", self._statistics)),
            web.get(f"/{GRAPH}/statistics/summary", partial(self._read, "GetGraphSummary", self._summary)),
            web.post(f"/{GRAPH}/statistics", partial(self._change, "ManageStatistics", self._manage_statistics)),
            web.delete(f"/{GRAPH}/statistics", partial(self._change, "DeleteStatistics", self._delete_statistics)),
            web.post("/loader", partial(self._change, "StartLoaderJob", self._load)),
            web.get("/loader", self._loads),
            web.get("/loader/{loadId}", self._loads),
            web.delete("/loader", partial(self._change, "CancelLoaderJob", self._cancel)),
            web.delete("/loader/{loadId}", partial(self._change, "CancelLoaderJob", self._cancel)),
            web.post("/system", partial(self._change, "ResetDatabase", self._system)),
        ])  # fmt: skip
        return app

    def _queries(self) -> list[web.RouteDef]:
        queries = self._instance.queries
        return [
            web.get("/gremlin", self._socket_or_query),
            web.post("/gremlin", partial(self._query, queries.run)),
            web.get("/gremlin/explain", partial(self._query, queries.explain)),
            web.post("/gremlin/explain", partial(self._query, queries.explain)),
            web.get("/gremlin/profile", partial(self._query, queries.profile)),
            web.post("/gremlin/profile", partial(self._query, queries.profile)),
            web.get("/gremlin/status", self._query_status),
            web.post("/gremlin/status", self._query_status),
            web.get("/gremlin/status/{queryId}", self._query_status),
            web.delete("/gremlin/status/{queryId}", self._query_status),
        ]  # fmt: skip

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
            request[CALLER] = self._identify(request, body)
            if parts.faults.denied:
                raise denied("*")
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

    def _identify(self, request: web.Request, body: bytes) -> Caller:
        """The caller, who may do all when IAM authentication is off. Raises NeptuneError."""
        parts = self._parts
        replica = self._instance.role == "reader"
        if not parts.identities:
            return Caller(replica=replica)
        received = Received(request.method, request.raw_path, request.headers, body)
        return Caller(verify(received, parts.identities, parts.region, parts.clock).actions, replica)

    async def _read(self, action: str, handler: Handler, request: web.Request) -> web.StreamResponse:
        request[CALLER].check(action)
        return await handler(request)

    async def _change(self, action: str, handler: Handler, request: web.Request) -> web.StreamResponse:
        request[CALLER].check(action, changes=True)
        return await handler(request)

    async def _socket_or_query(self, request: web.Request) -> web.StreamResponse:
        upgrade = request.headers.get("Upgrade", "").lower() == "websocket"
        return await self._query(
            self._instance.sockets.serve if upgrade else self._instance.queries.run, request
        )

    async def _query(self, handler: QueryHandler, request: web.Request) -> web.StreamResponse:
        assert self._session
        caller = request[CALLER]
        engine = partial(connection, self._session, self._parts.gremlin_url, caller.source)
        return await handler(request, engine, caller)

    async def _query_status(self, request: web.Request) -> web.StreamResponse:
        return await self._instance.queries.status(request, request[CALLER])

    async def _status(self, _: web.Request) -> web.Response:
        return web.json_response(self._parts.engine.status(self._instance.role))

    async def _statistics(self, _: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(self._parts.statistics.state))

    async def _manage_statistics(self, request: web.Request) -> web.Response:
        return web.json_response(self._parts.statistics.manage(await given(request)))

    async def _delete_statistics(self, _: web.Request) -> web.Response:
        return web.json_response(self._parts.statistics.delete())

    async def _summary(self, _: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(self._parts.statistics.summary))

    async def _load(self, request: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(self._parts.loader.start, await given(request)))

    async def _loads(self, request: web.Request) -> web.Response:
        loader, load_id = self._parts.loader, _load_id(request)
        request[CALLER].check("GetLoaderJobStatus" if load_id else "ListLoaderJobs")
        return web.json_response(
            loader.status(load_id, request.query) if load_id else loader.listed(request.query)
        )

    async def _cancel(self, request: web.Request) -> web.Response:
        load_id = _load_id(request)
        if not load_id:
            raise NeptuneError("MissingParameterException", "The parameter loadId is missing")
        return web.json_response(self._parts.loader.cancel(load_id))

    async def _system(self, request: web.Request) -> web.Response:
        asked = await given(request)
        answer = web.json_response(await asyncio.to_thread(self._parts.system.act, asked))
        if asked["action"] == "performDatabaseReset":
            for instance in self._parts.instances:
                await instance.cut()
        return answer


def _cut(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def _load_id(request: web.Request) -> str:
    """The load that a request names: in its path, as botocore writes it, or in its query, as graph-notebook does."""
    return request.match_info.get("loadId") or request.query.get("loadId", "")


def _answer(error: NeptuneError) -> web.Response:
    return web.Response(text=error.text(), status=error.status, content_type="application/json")
