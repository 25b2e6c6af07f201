"""The operations of the Gremlin Server beside its own: the queries that wait or run, and the end of one."""

import json
import time
import uuid
from typing import Any

from websockets.sync.client import connect

from tests.patience import PATIENCE

_MIME = "application/vnd.gremlin-v3.0+json;types=false"


def operation(name: str, /, **arguments: object) -> bytes:
    """The request for an operation."""
    whole = {"requestId": str(uuid.uuid4()), "op": name, "processor": "", "args": arguments}
    return bytes([len(_MIME)]) + _MIME.encode() + json.dumps(whole).encode()


def evaluations(url: str) -> dict[str, dict[str, Any]]:
    """The queries that wait or run by the ids of their requests: running, and milliseconds waited and elapsed."""
    states: dict[str, dict[str, Any]] = _answers(url, operation("evaluations"))[0]
    return states


def cancel(url: str, request_id: str) -> bool:
    """End a query; False when the server does not know it."""
    return bool(_answers(url, operation("cancel", id=request_id))[0])


def cancel_all(url: str) -> None:
    """End all queries, and return when they have ended."""
    until = time.monotonic() + PATIENCE
    while left := evaluations(url):
        _answers(url, *(operation("cancel", id=request_id) for request_id in left))
        if time.monotonic() > until:
            raise TimeoutError(f"queries of the Gremlin Server do not end: {left}")
        time.sleep(0.01)


def _answers(url: str, *asked: bytes) -> list[Any]:
    with connect(url, proxy=None, max_size=None) as server:
        for request in asked:
            server.send(request)
        return [json.loads(server.recv(PATIENCE))["result"]["data"][0] for _ in asked]
