"""Queries by id: their status, and their end, also while every thread of the engine is busy."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest
import requests
from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import GremlinServerError
from gremlin_python.process.anonymous_traversal import traversal
from gremlin_python.process.graph_traversal import __
from gremlin_python.process.traversal import P
from gremlin_python.structure.graph import Graph
from websockets.sync.client import connect

from tests.neptune_local import GremlinServer, NeptuneLocal, gremlin_operations
from tests.neptune_local.conftest import gremlin_error
from tests.neptune_local.gremlin_client import gremlin_client
from tests.neptune_local.plans import script
from tests.patience import PATIENCE

ENDLESS = "g.with('evaluationTimeout', 0).inject(1).repeat(identity()).until(is(2))"
ID = "6c3a1f0e-7d4b-4a53-9f52-1f4be1c9a001"
THREADS = 64
"""Number of queries that the engine evaluates at once; the others wait."""

Ask = Callable[..., "Future[requests.Response]"]


@pytest.fixture
def ask(neptune: NeptuneLocal) -> Iterator[Ask]:
    """A function that sends a query over HTTP, and does not wait for its answer."""
    with ThreadPoolExecutor() as threads:
        yield lambda path="", **body: threads.submit(
            requests.post, f"{neptune.url}/gremlin{path}", json=body, timeout=PATIENCE
        )
        gremlin_operations.cancel_all(neptune.engine.gremlin.url)


def status(neptune: NeptuneLocal, **asked: str) -> dict[str, Any]:
    listed: dict[str, Any] = requests.get(
        f"{neptune.url}/gremlin/status", params=asked, timeout=PATIENCE
    ).json()
    return listed


def running(neptune: NeptuneLocal, count: int = 1) -> list[dict[str, Any]]:
    """Wait for a number of running queries."""
    until = time.monotonic() + PATIENCE
    while status(neptune)["runningQueryCount"] != count:
        assert time.monotonic() < until
    queries: list[dict[str, Any]] = status(neptune)["queries"]
    return queries


def cancel(neptune: NeptuneLocal, query_id: str) -> requests.Response:
    return requests.delete(f"{neptune.url}/gremlin/status/{query_id}", timeout=PATIENCE)


def ended(server: GremlinServer) -> None:
    """Wait until the engine evaluates nothing. A query whose end is requested has about a second."""
    until = time.monotonic() + PATIENCE
    while gremlin_operations.evaluations(server.url):
        assert time.monotonic() < until


FORMS: dict[str, Callable[[str], requests.Response]] = {
    "DELETE": lambda url: requests.delete(f"{url}/{ID}", timeout=PATIENCE),
    "GET": lambda url: requests.get(f"{url}?cancelQuery&queryId={ID}", timeout=PATIENCE),
    "POST of a form": lambda url: requests.post(
        url, data={"cancelQuery": True, "queryId": ID}, timeout=PATIENCE
    ),
    "POST of curl": lambda url: requests.post(url, data=f"cancelQuery&queryId={ID}", timeout=PATIENCE),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_query_over_http_is_listed_and_ended_by_its_id(
    neptune: NeptuneLocal, gremlin_server: GremlinServer, ask: Ask, form: str
) -> None:
    answer = ask(gremlin=ENDLESS, queryId=ID)
    (query,) = running(neptune)
    assert (query["queryId"], query["queryString"]) == (ID, ENDLESS)
    assert status(neptune, queryId=ID)["queryEvalStats"]["cancelled"] is False
    assert FORMS[form](f"{neptune.url}/gremlin/status").json() == {"status": "200 OK"}
    refusal = answer.result().json()
    assert refusal["code"] == "CancelledByUserException"
    assert refusal["message"] == refusal["detailedMessage"] != ""
    ended(gremlin_server)
    for late in (cancel(neptune, ID), requests.get(f"{neptune.url}/gremlin/status/{ID}", timeout=PATIENCE)):
        assert late.json()["message"] == f"Supplied queryId {ID} is invalid"


@pytest.mark.parametrize("way", ["text", "bytecode"])
def test_a_query_over_websocket_is_ended_by_the_id_of_its_request(neptune: NeptuneLocal, way: str) -> None:
    client = gremlin_client(neptune.gremlin_url)
    endless = (
        traversal().with_graph(Graph()).with_("evaluationTimeout", 0).inject(1) if way == "bytecode" else None
    )
    query = endless.repeat(__.identity()).until(__.is_(P.eq(2))).bytecode if endless else ENDLESS
    answer = client.submit_async(query).result().all()
    (query,) = running(neptune)
    assert cancel(neptune, query["queryId"]).status_code == 200
    with pytest.raises(GremlinServerError) as error:
        answer.result()
    assert gremlin_error(error)[0] == "CancelledByUserException"
    assert client.submit("g.inject(7)").all().result() == [7]
    client.close()


def test_each_instance_lists_its_own_queries(neptune: NeptuneLocal, ask: Ask) -> None:
    ask(gremlin=ENDLESS, queryId=ID)
    running(neptune)
    reader = f"http://{neptune.reader_endpoint}/gremlin/status"
    assert requests.get(reader, timeout=PATIENCE).json()["acceptedQueryCount"] == 0
    assert requests.delete(f"{reader}/{ID}", timeout=PATIENCE).status_code == 400


def test_a_query_goes_on_after_its_client_left(neptune: NeptuneLocal, gremlin_server: GremlinServer) -> None:
    whole = {"requestId": ID, "op": "eval", "processor": "", "args": {"gremlin": ENDLESS}}
    over_http = HTTPConnection(neptune.endpoint)
    over_http.request("POST", "/gremlin", json.dumps({"gremlin": ENDLESS}))
    with connect(neptune.gremlin_url, proxy=None) as socket:
        socket.send(json.dumps(whole))
        running(neptune, 2)
    over_http.close()
    for query in running(neptune, 2):
        assert cancel(neptune, query["queryId"]).status_code == 200
    ended(gremlin_server)
    assert status(neptune, includeWaiting="true")["acceptedQueryCount"] == 0


def test_the_status_shows_the_first_1024_characters_of_a_query(neptune: NeptuneLocal, ask: Ask) -> None:
    long = f"{ENDLESS}.is('{'x' * 2000}')"
    ask(gremlin=long)
    (query,) = running(neptune)
    assert query["queryString"] == long[:1024]


@pytest.mark.parametrize("limit", [0, 999_999_999])
def test_the_time_out_of_a_query_overrides_that_of_its_request(neptune: NeptuneLocal, limit: int) -> None:
    client = gremlin_client(neptune.gremlin_url)
    text = ENDLESS.replace("0", str(limit), 1)
    answer = client.submit_async(text, request_options={"evaluationTimeout": 50}).result().all()
    (query,) = running(neptune)
    while query["queryEvalStats"]["elapsed"] < 200:
        (query,) = running(neptune)
    cancel(neptune, query["queryId"])
    with pytest.raises(GremlinServerError):
        answer.result()
    client.close()


def test_more_endless_queries_than_processors_leave_the_others_alone(
    neptune: NeptuneLocal, ask: Ask, gremlin_server: GremlinServer
) -> None:
    answers = [ask(gremlin=ENDLESS, queryId=f"endless {number}") for number in range(5)]
    running(neptune, 5)
    assert gremlin_server.run("g.inject(7)") == [7]
    for number in range(5):
        assert cancel(neptune, f"endless {number}").status_code == 200
    assert {answer.result().json()["code"] for answer in answers} == {"CancelledByUserException"}
    ended(gremlin_server)


def test_a_waiting_query_is_listed_on_request_and_ended(
    neptune: NeptuneLocal, ask: Ask, gremlin_server: GremlinServer
) -> None:
    with connect(gremlin_server.url, proxy=None) as socket:
        for _ in range(THREADS + 1):
            socket.send(script("Thread.sleep(600000)", {}))
        while all(each["running"] for each in gremlin_operations.evaluations(gremlin_server.url).values()):
            pass
        answer = ask(gremlin="g.inject(7)", queryId=ID)
        while not (waiting := status(neptune, includeWaiting="true"))["queries"]:
            assert not answer.done()
        assert (waiting["acceptedQueryCount"], waiting["runningQueryCount"]) == (1, 0)
        assert waiting["queries"][0]["queryId"] == ID
        assert status(neptune)["queries"] == []
        assert cancel(neptune, ID).json() == {"status": "200 OK"}
        assert answer.result().json()["code"] == "CancelledByUserException"
        gremlin_operations.cancel_all(gremlin_server.url)
        for _ in range(THREADS + 1):
            assert b"otherwise cancelled" in socket.recv(PATIENCE)


def test_a_reset_ends_all_queries(
    api: Any, neptune: NeptuneLocal, ask: Ask, gremlin_server: GremlinServer
) -> None:
    answer = ask(gremlin=ENDLESS)
    running(neptune)
    neptune.engine.restart_refuses = 0
    token = api.execute_fast_reset(action="initiateDatabaseReset")["payload"]["token"]
    api.execute_fast_reset(action="performDatabaseReset", token=token)
    assert answer.result().status_code == 500
    assert gremlin_operations.evaluations(gremlin_server.url) == {}


LONG = {
    "a text that nobody can read in time": "g.V()" + ".where(__.out()" * 100 + ")" * 100,
    "many steps": "g.inject(1)" + ".map(identity())" * 3000,
    "much text": f"g.inject({','.join(map(str, range(100_000)))})",
    "a walk without an end": "g.V().repeat(both()).until(id().is('never')).path()",
    "a walk that counts": "g.V().repeat(both()).emit().count()",
    "a step that returns nothing": "g.inject(1).repeat(identity()).until(is(2))",
}


@pytest.mark.parametrize("case", LONG)
def test_a_query_ends_soon_after_its_limit(
    neptune: NeptuneLocal, gremlin_server: GremlinServer, case: str
) -> None:
    gremlin_server.run("g.addV().as('a').addV().addE('to').from('a').iterate()")
    text: Client = gremlin_client(neptune.gremlin_url)
    for _ in range(2):  # the engine reads a text faster when it knows it, and is in a later step at the limit
        began = time.monotonic()
        with pytest.raises(GremlinServerError) as error:
            text.submit(LONG[case], request_options={"evaluationTimeout": 100}).all().result()
        assert gremlin_error(error)[0] == "TimeLimitExceededException"
        ended(gremlin_server)
        assert time.monotonic() - began < PATIENCE
    text.close()
