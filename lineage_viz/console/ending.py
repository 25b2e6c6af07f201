"""The end of a query by its id, whatever time the query allows itself."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from lineage_viz.console.http import Http
from lineage_viz.console.refusals import NO_SUCH_QUERY
from lineage_viz.errors import QueryRefused, StoreError

PREFIX = "c0450e1e-"
"""The beginning of the id of each query of a console, so that another app knows one whose app is gone."""

PATIENCE = 30
"""Seconds for which a query is asked to end."""

_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
"""Seconds between two questions about it: the first ones, and the later ones."""

_STRAY = 15 * 60 * 1000
"""Milliseconds after which no app waits for its query any more: longer than the longest limit of a console."""

_SHOWN = 1024
"""Characters of a query that Neptune's list of running queries has (Neptune User Guide, "Gremlin query status API")."""

Pause = Callable[[float], None]
Listed = Mapping[str, Any]


def end(http: Http, query_id: str, pause: Pause = time.sleep) -> bool:
    """End a query, and return True when its instance has no query of this id; False if that is not so in PATIENCE."""
    place = f"/gremlin/status/{query_id}"
    return any(
        _says_no_such(http, "DELETE", place) or _says_no_such(http, "GET", place) for _ in _tries(pause)
    )


def _tries(pause: Pause) -> Iterator[None]:
    """Yield once for each try within PATIENCE, with longer and longer pauses."""
    deadline, wait = time.monotonic() + PATIENCE, _PAUSE
    while time.monotonic() < deadline:
        yield
        pause(wait)
        wait = min(2 * wait, _LONGEST_PAUSE)


def _says_no_such(http: Http, method: str, place: str) -> bool:
    try:
        http.ask(method, place)
    except QueryRefused as error:
        return error.code == NO_SUCH_QUERY
    except StoreError:
        pass  # nobody knows; the next question tells
    return False


def end_alike(
    http: Http, text: str, seconds: float, others: Collection[str] = (), pause: Pause = time.sleep
) -> bool:
    """End a query of this age in seconds to which the cluster gave an id of its own; only its text tells it.

    Return True when its instance has left it. A query that a console named, or that began before, is somebody else's.
    If one of the `others`, texts of queries that are not named either, is the same, nobody can tell which one it is.
    """
    sent = time.monotonic() - seconds
    for _ in _tries(pause):
        listed = _running(http)
        if listed is None:
            continue
        alike = [each for each in listed if _may_be(each, text, time.monotonic() - sent)]
        if not alike:
            return True
        if any(other[:_SHOWN] == text[:_SHOWN] for other in others):
            return False
        return end(http, str(max(alike, key=_age)["queryId"]), pause)
    return False


def _may_be(each: Listed, text: str, seconds: float) -> bool:
    shown = str(each.get("queryString", ""))
    same = shown == text or (len(shown) >= _SHOWN and text.startswith(shown))
    return same and not str(each["queryId"]).startswith(PREFIX) and 0 <= _age(each) <= seconds * 1000


def _age(each: Listed) -> float:
    """Return the milliseconds since a query came to the instance; -1 if it does not say that."""
    stats = each.get("queryEvalStats")
    times = [stats.get(name) for name in ("waited", "elapsed")] if isinstance(stats, dict) else []
    known = [time_ for time_ in times if isinstance(time_, int | float)]
    return sum(known) if known else -1


def end_strays(http: Http) -> None:
    """End the queries of consoles whose app was killed before it could end them."""
    for each in _running(http) or ():
        query_id = str(each["queryId"])
        if query_id.startswith(PREFIX) and _age(each) > _STRAY:
            _says_no_such(http, "DELETE", f"/gremlin/status/{query_id}")


def _running(http: Http) -> tuple[Listed, ...] | None:
    """Return the queries of the instance; None when it does not say them."""
    try:
        answer = http.ask("GET", "/gremlin/status?includeWaiting=TRUE")
    except StoreError:
        return None
    found = answer.get("queries") if isinstance(answer, dict) else None
    if not isinstance(found, list):
        return None
    return tuple(each for each in found if isinstance(each, dict) and "queryId" in each)
