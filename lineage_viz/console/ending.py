"""The end of a query by its id, whatever time the query allows itself."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lineage_viz.console.http import Http
from lineage_viz.errors import QueryRefused, StoreError
from lineage_viz.store.neptune.failures import PASSES

PREFIX = "c0450e1e-"
"""The beginning of the id of each query of a console, so that another app knows one whose app is gone."""

PATIENCE = 30
"""Seconds for which a query is asked to end."""

_PAUSE = 0.1
"""Seconds between two questions about it."""

_STRAY = 15 * 60 * 1000
"""Milliseconds after which no app waits for its query any more: longer than the longest limit of a console."""

_SHOWN = 1024
"""Characters of a query that Neptune's list of running queries has (Neptune User Guide, "Gremlin query status API")."""


def end(http: Http, query_id: str, pause: Callable[[float], None] = time.sleep) -> bool:
    """End a query, and return True when its instance has left it; False if it still runs after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not _asked_to_end(http, query_id) or not _is_there(http, query_id):
            return True
        pause(_PAUSE)
    return False


def _asked_to_end(http: Http, query_id: str) -> bool:
    """Ask the instance to end a query; False when it has no query of this id."""
    try:
        http.ask("DELETE", f"/gremlin/status/{query_id}")
    except QueryRefused as error:
        return error.code in PASSES  # too many requests at this moment
    except StoreError:
        return True  # nobody knows; the next question tells
    return True


def _is_there(http: Http, query_id: str) -> bool:
    try:
        answer = http.ask("GET", f"/gremlin/status/{query_id}")
    except QueryRefused as error:
        return error.code in PASSES
    except StoreError:
        return True
    return isinstance(answer, dict) and bool(answer.get("queryId"))


def end_alike(http: Http, text: str) -> bool:
    """End all queries with this text, and return True when their instance has left them."""
    alike = [each["queryId"] for each in _running(http) if each.get("queryString") == text[:_SHOWN]]
    gone = [end(http, str(query_id)) for query_id in alike]  # each is asked, also after one that stays
    return all(gone)


def end_strays(http: Http) -> None:
    """End the queries of consoles whose app was killed before it could end them."""
    for each in _running(http):
        query_id, elapsed = str(each["queryId"]), each.get("queryEvalStats", {}).get("elapsed", 0)
        if query_id.startswith(PREFIX) and isinstance(elapsed, int) and elapsed > _STRAY:
            _asked_to_end(http, query_id)


def _running(http: Http) -> Iterator[Mapping[str, Any]]:
    """Yield the queries of the instance; none when it does not answer."""
    try:
        answer = http.ask("GET", "/gremlin/status")
    except StoreError:
        return
    found = answer.get("queries") if isinstance(answer, dict) else None
    yield from (each for each in found or () if isinstance(each, dict) and "queryId" in each)
