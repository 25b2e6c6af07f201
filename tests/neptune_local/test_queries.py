"""Gremlin through the proxy, by a real gremlinpython client and over HTTP: as strict as Neptune, with its errors."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError, ConnectionClosedError
from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import GremlinServerError
from gremlin_python.driver.serializer import GraphBinarySerializersV1, GraphSONSerializersV3d0
from gremlin_python.process.anonymous_traversal import traversal
from gremlin_python.process.graph_traversal import __
from gremlin_python.process.traversal import Cardinality, P, T, TextP

from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import boto_error, gremlin_error
from tests.neptune_local.gremlin_client import gremlin_client, gremlin_connection
from tests.patience import PATIENCE

UNTYPED = "application/vnd.gremlin-v3.0+json;types=false"


@pytest.fixture(params=[GraphBinarySerializersV1, GraphSONSerializersV3d0], ids=["binary", "json"])
def serializer(request: pytest.FixtureRequest) -> Any:
    return request.param()


@pytest.fixture
def g(neptune: NeptuneLocal, serializer: Any) -> Iterator[Any]:
    connection = gremlin_connection(neptune.gremlin_url, message_serializer=serializer)
    yield traversal().with_remote(connection)
    connection.close()


@pytest.fixture
def reader(neptune: NeptuneLocal, serializer: Any) -> Iterator[Any]:
    connection = gremlin_connection(neptune.reader_url, message_serializer=serializer)
    yield traversal().with_remote(connection)
    connection.close()


@pytest.fixture
def text(neptune: NeptuneLocal, serializer: Any) -> Iterator[Client]:
    client = gremlin_client(neptune.gremlin_url, message_serializer=serializer)
    yield client
    client.close()


def test_the_reader_returns_data_that_the_writer_wrote(g: Any, reader: Any) -> None:
    g.add_v("artifact").property(T.id, "a").property(Cardinality.single, "name", "déjà").iterate()
    assert g.V("a").values("name").to_list() == ["déjà"]
    assert reader.V().has("name", TextP.containing("j")).where(
        __.out().count().is_(P.eq(0))
    ).id_().to_list() == ["a"]


@pytest.mark.parametrize("query", ["g.inject(1)", "g.V("], ids=["answered", "refused"])
def test_a_query_over_http_leaves_the_way_open_for_websockets(
    api: Any, neptune: NeptuneLocal, query: str
) -> None:
    with suppress(ClientError):
        api.execute_gremlin_query(gremlinQuery=query)
    opened = gremlin_client(neptune.gremlin_url)
    assert opened.submit("g.inject(2)").all().result() == [2]
    opened.close()


def test_the_reader_refuses_every_write(g: Any, reader: Any, gremlin_server: GremlinServer) -> None:
    g.add_v("artifact").property(T.id, "a").iterate()
    writes = [
        reader.add_v("x"),
        reader.V("a").property("n", 1),
        reader.V("a").side_effect(__.drop()),
        reader.merge_v({T.id: "b"}),
    ]
    for write in writes:
        with pytest.raises(GremlinServerError) as error:
            write.iterate()
        assert gremlin_error(error)[0] == "ReadOnlyViolationException"
    assert gremlin_server.run("g.V().valueMap(true)") == [{"id": "a", "label": "artifact"}]


REFUSED: dict[str, Callable[[Any], Any]] = {
    "an integer id": lambda g: g.add_v("x").property(T.id, 7),
    "an integer looked for": lambda g: g.V(7),
    "list cardinality": lambda g: g.add_v("x").property(Cardinality.list_, "n", 1),
    "a property of a property": lambda g: g.add_v("x").property("n", 1, "since", 2),
    "a file": lambda g: g.io("/tmp/graph.json").write(),
    "a lambda": lambda g: g.inject(1).map(lambda: ("it.get()", "gremlin-groovy")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_steps_that_neptune_does_not_support_are_refused(g: Any, case: str) -> None:
    with pytest.raises(GremlinServerError) as error:
        REFUSED[case](g).iterate()
    assert gremlin_error(error)[0] == "UnsupportedOperationException"


def test_the_step_discard_is_unknown_as_on_neptune(g: Any) -> None:
    query = g.V()
    query.bytecode.add_step("discard")
    with pytest.raises(GremlinServerError) as error:
        query.to_list()
    assert gremlin_error(error) == (
        "InternalFailureException",
        "Could not locate method: NeptuneGraphTraversal.discard()",
    )


def test_a_second_vertex_with_the_same_id_violates_a_constraint(g: Any) -> None:
    g.add_v("artifact").property(T.id, "a").iterate()
    with pytest.raises(GremlinServerError) as error:
        g.add_v("artifact").property(T.id, "a").iterate()
    assert gremlin_error(error) == ("ConstraintViolationException", "Vertex with id already exists: a")


def test_generated_ids_are_text(g: Any) -> None:
    vertex = g.add_v("artifact").as_("v").add_e("SameAs").to("v").select("v").next()
    assert isinstance(vertex.id, str)
    assert isinstance(g.E().next().id, str)


def test_text_is_read_in_the_gremlin_grammar_only(text: Client) -> None:
    assert text.submit("g.inject(1,2)").all().result() == [1, 2]
    for groovy in ("1+1", "g.V().map{it}", "System.exit(1)"):
        with pytest.raises(GremlinServerError) as error:
            text.submit(groovy, request_options={"language": "gremlin-groovy"}).all().result()
        assert gremlin_error(error)[0] == "MalformedQueryException"


def test_text_has_no_bindings(text: Client) -> None:
    with pytest.raises(GremlinServerError) as error:
        text.submit("g.V(x)", {"x": "a"}).all().result()
    assert gremlin_error(error)[0] == "UnsupportedOperationException"


def test_a_query_above_its_time_limit_is_stopped(g: Any, text: Client) -> None:
    for name in "ab":
        g.add_v("x").property(T.id, name).as_("v").V().add_e("to").from_("v").iterate()
    endless = "g.with('evaluationTimeout', 50).V().repeat(both()).until(id().is('never')).path()"
    with pytest.raises(GremlinServerError) as error:
        text.submit(endless).all().result()
    assert gremlin_error(error)[0] == "TimeLimitExceededException"


def test_a_long_answer_arrives_completely(text: Client) -> None:
    many = ",".join(map(str, range(3000)))
    assert text.submit(f"g.inject({many})").all().result() == list(range(3000))


def test_a_query_succeeds_after_a_conflict(g: Any, neptune: NeptuneLocal) -> None:
    neptune.faults.conflict = 1
    with pytest.raises(GremlinServerError) as error:
        g.add_v("x").iterate()
    assert gremlin_error(error)[0] == "ConcurrentModificationException"
    assert g.V().count().next() == 0


def test_a_connection_can_be_lost(neptune: NeptuneLocal) -> None:
    neptune.faults.drop = 1
    client = gremlin_client(neptune.gremlin_url)
    with pytest.raises(RuntimeError, match="Connection was already closed"):
        client.submit("g.inject(1)").all().result()
    client.close()
    again = gremlin_client(neptune.gremlin_url)
    assert again.submit("g.inject(1)").all().result() == [1]
    again.close()


def test_a_cluster_can_be_down(api: Any, neptune: NeptuneLocal) -> None:
    neptune.faults.down = True
    with pytest.raises(ConnectionClosedError):
        api.get_engine_status()
    neptune.faults.down = False
    assert api.get_engine_status()["status"] == "healthy"


def test_queries_over_http(api: Any, neptune: NeptuneLocal) -> None:
    api.execute_gremlin_query(gremlinQuery="g.addV('x').property(id, 'a')", serializer=UNTYPED)
    answer = api.execute_gremlin_query(gremlinQuery="g.V().count()", serializer=UNTYPED)
    assert answer["result"]["data"] == [1]
    assert answer["status"]["code"] == 200
    for query, code in {
        "g.V(": "MalformedQueryException",
        "g.addV('x').property(id, 'a')": "ConstraintViolationException",
        "g.V(1)": "UnsupportedOperationException",
        "g.io('x').read()": "UnsupportedOperationException",
    }.items():
        with pytest.raises(ClientError) as error:
            api.execute_gremlin_query(gremlinQuery=query)
        assert boto_error(error)[0] == code
    neptune.faults.throttle = 1
    with pytest.raises(ClientError) as error:
        api.execute_gremlin_query(gremlinQuery="g.V()")
    assert boto_error(error)[0] == "ThrottlingException"


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("hasLabel('a')", ["both", "one"]),
        ("hasLabel('b', 'c')", ["both"]),
        ("hasLabel('a').hasLabel('b')", ["both"]),
        ("hasLabel('a::b')", []),
        ("not(__.hasLabel('b'))", ["one"]),
        ("out().in().hasLabel('b')", ["both"]),
        ("where(__.label().is('a::b'))", ["both"]),
    ],
)
def test_a_vertex_is_found_by_each_of_its_labels(
    gremlin_server: GremlinServer, neptune: NeptuneLocal, step: str, found: list[str]
) -> None:
    gremlin_server.run(
        "g.addV('a::b').property(id, 'both').as('v').addE('x').to(__.addV('a').property(id, 'one'))"
    )
    answer = requests.post(
        f"{neptune.url}/gremlin",
        json={"gremlin": f"g.V().{step}.id()"},
        headers={"Accept": UNTYPED},
        timeout=PATIENCE,
    )
    assert sorted(answer.json()["result"]["data"]) == found


def in_parts(neptune: NeptuneLocal, query: str, *, trailers: bool = True) -> requests.Response:
    how = {"Accept": UNTYPED, **({"TE": "trailers"} if trailers else {})}
    return requests.post(
        f"{neptune.url}/gremlin", json={"gremlin": query}, headers=how, timeout=PATIENCE, stream=True
    )


@pytest.mark.parametrize(
    "query",
    [
        "g.inject(1, 'é', null, [a: [2]])",
        "g.V('none')",
        "g.inject(0).repeat(__.union(__.identity(), __.identity())).times(9)",
    ],
)
def test_an_answer_in_parts_has_the_same_values(neptune: NeptuneLocal, query: str) -> None:
    parts, whole = (in_parts(neptune, query, trailers=each).json() for each in (True, False))
    assert parts["result"] == whole["result"]
    assert parts["status"] == whole["status"]


def test_an_error_after_the_first_part_stands_at_the_end_of_the_answer(neptune: NeptuneLocal) -> None:
    """AWS: such an answer begins with 200, and Neptune appends the error to a body that is no JSON then."""
    begun = in_parts(neptune, "g.with('evaluationTimeout', 300L).inject(1).repeat(__.identity()).emit()")
    assert (begun.status_code, begun.headers.get("Transfer-Encoding")) == (200, "chunked")
    body = begun.text
    assert body.startswith('{"requestId"')
    assert json.loads(body[body.rindex('{"code"') :])["code"] == "TimeLimitExceededException"
    refused = in_parts(neptune, "g.V().nothing()")
    assert (refused.status_code, refused.json()["code"]) == (400, "MalformedQueryException")
