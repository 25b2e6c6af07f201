"""The running queries, as GET /gremlin/status lists them."""

import time
from typing import Any

from tests.neptune_local.errors import NeptuneError
from tests.neptune_local.message import Message


class Running:
    """The running queries by request id, or by the id that a client gave over HTTP."""

    def __init__(self) -> None:
        self._accepted = 0
        self._queries: dict[str, tuple[Message, float]] = {}

    def begin(self, message: Message, query_id: str = "") -> None:
        """Note that a query was sent to the engine."""
        self._accepted += 1
        self._queries[query_id or message.id] = message, time.monotonic()

    def end(self, request_id: str) -> None:
        """Note that a query was answered."""
        self._queries.pop(request_id, None)

    def status(self) -> dict[str, Any]:
        """The status of all running queries."""
        queries = [self.one(request_id) for request_id in list(self._queries)]
        return {
            "acceptedQueryCount": self._accepted,
            "runningQueryCount": len(queries),
            "queries": queries,
        }

    def one(self, request_id: str) -> dict[str, Any]:
        """The status of one running query. Raises NeptuneError."""
        if request_id not in self._queries:
            raise NeptuneError("InvalidParameterException", f"Supplied queryId {request_id} is invalid")
        message, began = self._queries[request_id]
        elapsed = int((time.monotonic() - began) * 1000)
        return {
            "queryId": request_id,
            "queryString": message.query,
            "queryEvalStats": {"waited": 0, "elapsed": elapsed, "cancelled": False},
        }
