"""Queries over HTTP: run, explain, profile, their status and their end."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from tests.neptune_local.actions import Caller
from tests.neptune_local.engine_connection import Connect
from tests.neptune_local.errors import CONFLICT, NeptuneError
from tests.neptune_local.faults import Faults
from tests.neptune_local.given import given
from tests.neptune_local.message import Message, is_binary, refuse_bindings, text_of
from tests.neptune_local.over_http import answer, format_of, parts
from tests.neptune_local.plans import Profile, explained, profiled
from tests.neptune_local.running import Running

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries over HTTP of one instance."""

    running: Running
    faults: Faults

    async def run(self, request: web.Request, engine: Connect, caller: Caller) -> web.StreamResponse:
        """Run a query. Raises NeptuneError."""
        asked = await _asked(request)
        message = Message.of_http(_text(asked), format_of(request.headers.get("Accept", "")))
        query_id = text_of(asked, "queryId")
        if self.faults.take("conflict"):
            raise NeptuneError("ConcurrentModificationException", CONFLICT)
        with self.running.noted(message, query_id):
            if "trailers" in request.headers.get("TE", "").lower() and not is_binary(message.mime):
                return await self._in_parts(request, engine, caller, message)
            data = await self._answered(caller, message, answer(engine, message, message.frame()))
        return web.Response(body=data, headers={"Content-Type": message.mime})

    async def _in_parts(
        self, request: web.Request, engine: Connect, caller: Caller, message: Message
    ) -> web.StreamResponse:
        """Answer in parts. An error after the first one stands at the end of the body, as Neptune does it; its trailing
        headers are left out, because aiohttp sends none. Raises NeptuneError."""
        coming = parts(engine, message.frame())
        first = await self._answered(caller, message, anext(coming))
        response = web.StreamResponse(headers={"Content-Type": message.mime})
        await response.prepare(request)
        await response.write(first)
        try:
            async for part in coming:
                await response.write(part)
        except ConnectionResetError as error:
            raise asyncio.CancelledError from error  # the client left
        except NeptuneError as error:
            late = caller.instead(self.running.instead(message.id, error))
            await response.write(late.text(message.id).encode())
        await response.write_eof()
        return response

    async def explain(self, request: web.Request, engine: Connect, caller: Caller) -> web.Response:
        """Explain a query, which does not run. Raises NeptuneError."""
        try:
            return web.Response(text=await explained(engine, _text(await _asked(request))))
        except NeptuneError as error:
            raise caller.instead(error) from error

    async def profile(self, request: web.Request, engine: Connect, caller: Caller) -> web.Response:
        """Run a query, and report its metrics. Raises NeptuneError."""
        asked = await _asked(request)
        options = Profile.parse(asked)
        message, query_id = Message.of_http(_text(asked), ""), text_of(asked, "queryId")
        with self.running.noted(message, query_id):
            text = await self._answered(caller, message, profiled(engine, message, options))
        return web.Response(text=text)

    async def _answered(self, caller: Caller, message: Message, coming: Awaitable[Answer]) -> Answer:
        try:
            return await coming
        except NeptuneError as error:
            raise caller.instead(self.running.instead(message.id, error)) from error

    async def status(self, request: web.Request, caller: Caller) -> web.Response:
        """List queries, or end one. Raises NeptuneError."""
        asked = await _asked(request)
        if request.method == "DELETE" or "cancelQuery" in asked:
            return await self._cancelled(asked, caller)
        caller.check("GetQueryStatus")
        if query_id := text_of(asked, "queryId"):
            return web.json_response(await self.running.one(query_id))
        waiting = _flag(asked, "includeWaiting")
        return web.json_response(await self.running.status(waiting=waiting))

    async def _cancelled(self, asked: Mapping[str, Any], caller: Caller) -> web.Response:
        caller.check("CancelQuery")
        if self.faults.take("unclear_end"):
            raise NeptuneError("InternalFailureException", "An unexpected error has occurred")
        query_id = text_of(asked, "queryId")
        if not query_id:
            raise NeptuneError("MissingParameterException", "The parameter queryId is missing")
        return web.json_response(await self.running.cancel(query_id))


async def _asked(request: web.Request) -> dict[str, Any]:
    """The parameters of a request from its path, its query and its body."""
    return {**request.query, **await given(request), **request.match_info}


def _text(asked: Mapping[str, Any]) -> str:
    """The query. Raises NeptuneError."""
    if not asked.get("gremlin"):
        raise NeptuneError("MissingParameterException", "The parameter gremlin is missing")
    refuse_bindings(asked)
    return text_of(asked, "gremlin")


def _flag(asked: Mapping[str, Any], name: str) -> bool:
    """True when a parameter is given, with any value but false."""
    return name in asked and str(asked[name]).upper() != "FALSE"
