"""No query of the console changes the graph, writes a file or leaves the machine, whatever its text is."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from gremlin_python.driver.protocol import GremlinServerError

from lineage_viz.console import Ended, Kind, Limits
from tests.catcher import catcher
from tests.console.changing import changing
from tests.console.conftest import SECRET, Cluster, console, key_of
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import client
from tests.neptune_local.gremlin_client import gremlin_client
from tests.neptune_local.test_signature import headers

pytestmark = pytest.mark.usefixtures("profiles", "small")

_LIMITS = Limits(seconds=20)
Send = Callable[[str], bool]
"""A function that sends a query, and returns True when it was answered."""

_HARMLESS = {"g.call('--list')", "g.withSideEffect('x', __.addV('x')).V()"}
"""Answered, because nothing in them changes anything: a list of services, and steps that are only kept as a value."""


def digest(server: GremlinServer) -> str:
    whole = sorted(map(repr, server.run("g.V().elementMap()") + server.run("g.E().elementMap()")))
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()


@contextmanager
def in_console(neptune: NeptuneLocal, kind: Kind) -> Iterator[Send]:
    """The console itself, whose role may only read, on the writer of a single instance or on a replica."""
    opened = console(neptune)

    def send(query: str) -> bool:
        run = opened.start(query, kind, _LIMITS)
        run.wait()
        assert run.ended in (Ended.REFUSED, Ended.WHOLE), query
        return run.ended is Ended.WHOLE

    yield send


@contextmanager
def on_socket(url: str, profile: str) -> Iterator[Send]:
    """A WebSocket of anybody with these credentials."""
    socket = gremlin_client(url, headers=headers(url, key_of(profile), SECRET))

    def send(query: str) -> bool:
        try:
            socket.submit(query).all().result()
        except GremlinServerError:
            return False
        return True

    yield send
    socket.close()


@contextmanager
def over_http(neptune: NeptuneLocal, call: str) -> Iterator[Send]:
    """HTTP of an admin, who may change everything, to a replica."""
    api: Any = client("neptunedata", f"http://{neptune.reader_endpoint}", key_of("admin"), SECRET)

    def send(query: str) -> bool:
        try:
            getattr(api, call)(gremlinQuery=query)
        except ClientError:
            return False
        return True

    yield send
    api.close()


_WAYS: dict[str, Callable[[NeptuneLocal], AbstractContextManager[Send]]] = {
    **{f"the console: {kind}": partial(in_console, kind=kind) for kind in Kind},
    "the role of the console on a WebSocket to the writer": lambda it: on_socket(it.gremlin_url, "console"),
    "an admin on a WebSocket to a replica": lambda it: on_socket(it.reader_url, "admin"),
    "an admin over HTTP to a replica": partial(over_http, call="execute_gremlin_query"),
    "an admin's explain on a replica": partial(over_http, call="execute_gremlin_explain_query"),
    "an admin's profile on a replica": partial(over_http, call="execute_gremlin_profile_query"),
}


@pytest.mark.parametrize("way", _WAYS)
def test_no_query_changes_anything(
    cluster: Cluster, gremlin_server: GremlinServer, tmp_path: Path, way: str
) -> None:
    (tmp_path / "given.json").write_text('{"id": "new", "label": "artifact"}', "utf-8")
    before, files = digest(gremlin_server), sorted(tmp_path.iterdir())
    neptune = cluster(single_instance=way.startswith("the "))
    with catcher() as outside, _WAYS[way](neptune) as send:
        url = outside.settings["http_proxy"] + "/"
        queries = changing(tmp_path, url)
        assert len(set(queries)) >= 90
        answered = [query for query in queries if send(query)]
        assert outside.caught == []
    assert digest(gremlin_server) == before
    assert sorted(tmp_path.iterdir()) == files
    assert set(answered) <= _HARMLESS
