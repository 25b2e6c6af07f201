"""The queries of one instance, as its /gremlin/status lists them, and their end by id."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.neptune_local import gremlin_operations
from tests.neptune_local.errors import NeptuneError, cancelled
from tests.neptune_local.message import Message

SHOWN = 1024
"""Number of characters of a query that its status shows."""


@dataclass
class _Query:
    id: str
    text: str
    began: float = field(default_factory=time.monotonic)
    cancelled: bool = False
    left: bool = False
    """True after its client left. The engine goes on: AWS documents no end of a query with its connection."""


class Running:
    """The unanswered queries by request id. Over HTTP a client may give an id of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._queries: dict[str, _Query] = {}

    def begin(self, message: Message, query_id: str = "") -> None:
        """Note that a query was sent to the engine."""
        self._queries[message.id] = _Query(query_id or message.id, message.query)

    def end(self, request_id: str) -> None:
        """Note that a query was answered."""
        self._queries.pop(request_id, None)

    def leave(self, request_id: str) -> None:
        """Note that the client of a query left without its answer."""
        if query := self._queries.get(request_id):
            query.left = True

    @contextmanager
    def noted(self, message: Message, query_id: str) -> Iterator[None]:
        """A block that answers a query. An asyncio.CancelledError means that its client left."""
        self.begin(message, query_id)
        try:
            yield
        except asyncio.CancelledError:
            self.leave(message.id)
            raise
        except BaseException:
            self.end(message.id)
            raise
        self.end(message.id)

    def instead(self, request_id: str, error: NeptuneError) -> NeptuneError:
        """The error for the client of a query, whose time-out may be somebody's request to end it."""
        query = self._queries.get(request_id)
        ended = query and query.cancelled and error.code == "TimeLimitExceededException"
        return cancelled() if ended else error

    async def status(self, *, waiting: bool) -> dict[str, Any]:
        """The status of all running queries, and on request of the waiting ones."""
        states = await self._states()
        running = [request_id for request_id in self._queries if states.get(request_id, {}).get("running")]
        shown = list(self._queries) if waiting else running
        return {
            "acceptedQueryCount": len(self._queries),
            "runningQueryCount": len(running),
            "queries": [self._line(request_id, states) for request_id in shown],
        }

    async def one(self, query_id: str) -> dict[str, Any]:
        """The status of one query. Raises NeptuneError."""
        states = await self._states()
        return self._line(self._named(query_id), states)

    async def cancel(self, query_id: str) -> dict[str, Any]:
        """End a query. Raises NeptuneError."""
        request_id = self._named(query_id)
        self._queries[request_id].cancelled = True
        while request_id in self._queries and not await self._cancelled(request_id):
            await asyncio.sleep(0.01)  # the engine has not read the request yet, or has left it already
            await self._states()
        return {"status": "200 OK"}

    async def cancel_all(self) -> None:
        """End the queries whose clients left, and all others."""
        for request_id in list(self._queries):
            await self._cancelled(request_id)
        self._queries.clear()

    async def _cancelled(self, request_id: str) -> bool:
        return await asyncio.to_thread(gremlin_operations.cancel, self._url, request_id)

    async def _states(self) -> dict[str, dict[str, Any]]:
        """The states of the engine. Queries that it has left are forgotten when nobody waits for them."""
        before = [request_id for request_id, query in self._queries.items() if query.left]
        states = await asyncio.to_thread(gremlin_operations.evaluations, self._url)
        for request_id in before:
            if request_id not in states:
                self.end(request_id)
        return states

    def _named(self, query_id: str) -> str:
        for request_id, query in self._queries.items():
            if query.id == query_id:
                return request_id
        raise NeptuneError("InvalidParameterException", f"Supplied queryId {query_id} is invalid")

    def _line(self, request_id: str, states: dict[str, dict[str, Any]]) -> dict[str, Any]:
        query = self._queries[request_id]
        elapsed = int((time.monotonic() - query.began) * 1000)
        state = states.get(request_id, {"waited": 0, "elapsed": elapsed})
        times = {"waited": state["waited"], "elapsed": state["elapsed"]}
        return {
            "queryId": query.id,
            "queryString": query.text[:SHOWN],
            "queryEvalStats": {**times, "cancelled": query.cancelled},
        }
