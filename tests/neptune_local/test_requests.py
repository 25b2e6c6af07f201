"""Requests in every form, over HTTP and WebSocket: each is answered, and a wrong one with an error of Neptune."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import requests
from gremlin_python.driver.serializer import GraphBinarySerializersV1, GraphSONSerializersV3d0
from gremlin_python.process.anonymous_traversal import traversal
from gremlin_python.process.graph_traversal import __
from gremlin_python.process.traversal import Order, P, T, TextP
from gremlin_python.structure.graph import Graph
from websockets.sync.client import connect

from tests.neptune_local import NeptuneLocal
from tests.neptune_local.over_http import FORMATS
from tests.patience import PATIENCE


def running(neptune: NeptuneLocal) -> int:
    """The number of running queries."""
    count: int = requests.get(f"{neptune.url}/gremlin/status", timeout=PATIENCE).json()["runningQueryCount"]
    return count


def request(**arguments: object) -> dict[str, Any]:
    """A request in GraphSON."""
    return {"requestId": str(uuid.uuid4()), "op": "eval", "processor": "", "args": arguments}


@pytest.mark.parametrize(
    "query", ["g.V('none').next()", "g.inject(1).next().next()", "g.inject(1).math('_/0')"]
)
def test_an_error_over_http_is_answered_and_ends_the_query(neptune: NeptuneLocal, query: str) -> None:
    url = f"{neptune.url}/gremlin"
    for accept in FORMATS:
        answer = requests.post(url, json={"gremlin": query}, headers={"Accept": accept}, timeout=PATIENCE)
        assert answer.status_code in (400, 500)
        assert answer.json()["code"].endswith("Exception")
    assert running(neptune) == 0


@pytest.mark.parametrize("accept", sorted(FORMATS))
def test_a_long_answer_over_http_is_whole_in_each_format(neptune: NeptuneLocal, accept: str) -> None:
    query = {"gremlin": f"g.inject({','.join(map(str, range(3000)))})"}
    for asked, numbers in ((query, list(range(3000))), ({"gremlin": "g.V()"}, [])):
        answer = requests.post(
            f"{neptune.url}/gremlin", json=asked, headers={"Accept": accept}, timeout=PATIENCE
        )
        assert answer.headers["Content-Type"] == accept
        if "binary" in accept:
            read = GraphBinarySerializersV1().deserialize_message(answer.content)
        else:
            read = GraphSONSerializersV3d0().deserialize_message(answer.content)
        assert read["status"]["code"] == 200
        assert list(read["result"]["data"]) == numbers


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "application/json"),
        ("text/html, application/json;q=0.9", "application/json"),
        ("text/html, */*;q=0.8", "application/json"),
        ("text/html", ""),
        ("application/vnd.gremlin-v9.0+json", ""),
        ("nonsense", ""),
    ],
)
def test_the_format_of_an_answer_is_one_that_the_client_accepts(
    neptune: NeptuneLocal, accept: str, given: str
) -> None:
    answer = requests.post(
        f"{neptune.url}/gremlin", json={"gremlin": "g.V()"}, headers={"Accept": accept}, timeout=PATIENCE
    )
    if given:
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, given)
    else:
        assert (answer.status_code, answer.json()["code"]) == (400, "BadRequestException")


WHOLE = request(gremlin="g.inject(7)")
V3 = "application/vnd.gremlin-v3.0+json"
BINARY = "application/vnd.graphbinary-v1.0"


def framed(request: object, mime: str = V3) -> bytes:
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    return bytes([len(mime)]) + mime.encode() + body


def typed(*items: object) -> dict[str, object]:
    """A map of GraphSON 3."""
    return {"@type": "g:Map", "@value": list(items)}


def binary(operation: str, steps: Callable[[Any], Any] | None = None) -> bytes:
    """A request in GraphBinary as gremlinpython writes it, without the name of the format."""
    bytecode = steps(traversal().with_graph(Graph())).bytecode if steps else "g.inject(7)"
    message = {"op": operation, "processor": "traversal" if steps else "", "requestId": str(uuid.uuid4())}
    whole = message | {"args": {"gremlin": bytecode, "aliases": {"g": "g"}}}
    made = GraphBinarySerializersV1().finalize_message(whole, 0x20, BINARY.encode())
    return bytes(made)[1 + len(BINARY) :]


BYTECODE = binary(
    "bytecode",
    lambda g: (
        g.with_("evaluationTimeout", 5000)
        .V("a", "b")
        .has("x", 1.5)
        .has("y", True)
        .has("n", P.within(1, 2))
        .has("t", TextP.containing("x"))
        .order()
        .by(T.id, Order.desc)
        .union(__.out(), __.in_().limit(3))
    ),
)


@pytest.mark.parametrize(
    "frame",
    [
        json.dumps(WHOLE),  # a frame of text has no name of a format
        framed(WHOLE, "application/json"),
        framed(WHOLE | {"requestId": {"@type": "g:UUID", "@value": WHOLE["requestId"]}}),
        framed(WHOLE | {"args": typed("gremlin", "g.inject(7)", "bindings", typed(), "aliases", typed("g", "g"))}),
        framed(WHOLE | {"args": {"gremlin": "g.inject(7)", "bindings": typed()}}),
        framed({name: value for name, value in WHOLE.items() if name != "processor"}),
        framed(binary("eval"), BINARY),
    ],
    ids=["text", "JSON", "typed id", "typed arguments", "typed bindings", "no processor", "binary"],
)  # fmt: skip
def test_a_request_in_any_form_is_answered(neptune: NeptuneLocal, frame: str | bytes) -> None:
    with connect(neptune.gremlin_url, proxy=None) as socket:
        socket.send(frame)
        answer = socket.recv(PATIENCE)
    if isinstance(answer, bytes):
        assert list(GraphBinarySerializersV1().deserialize_message(answer)["result"]["data"]) == [7]
    else:
        assert json.loads(answer)["result"]["data"]["@value"] == [{"@type": "g:Int32", "@value": 7}]


def test_a_malformed_request_is_refused_and_the_connection_stays(neptune: NeptuneLocal) -> None:
    without = [
        {name: value for name, value in WHOLE.items() if name != each} for each in ("op", "requestId", "args")
    ]
    wrong = [
        WHOLE | {name: value} for name in ("op", "requestId", "args") for value in (None, [], {}, 5, "x")
    ]
    step = {"@type": "g:Bytecode", "@value": {"step": "x"}}
    frames: list[str | bytes] = [
        "", "hello", "{}", "[1]", "[" * 100_000, b"", b"\0", b"\xff", b"!", framed(b""), framed(b"[]"),
        framed(WHOLE, "text"),
        *map(framed, (*without, *wrong)),
        framed(WHOLE | {"args": typed("gremlin")}),
        framed(WHOLE | {"args": typed("gremlin", "g.inject(7)", "bindings", typed("x", 1))}),
        framed(WHOLE | {"args": {"gremlin": ["g"]}}),
        framed(WHOLE | {"op": "bytecode", "processor": "traversal", "args": {"gremlin": step}}),
        *(framed(whole[:cut], BINARY) for whole in (binary("eval"), BYTECODE) for cut in range(0, len(whole), 9)),
    ]  # fmt: skip
    with connect(neptune.gremlin_url, proxy=None) as socket:
        for frame in frames:
            socket.send(frame)
            answer = socket.recv(PATIENCE)
            is_binary = isinstance(frame, bytes) and b"graphbinary" in frame[:40]
            assert isinstance(answer, bytes if is_binary else str), frame[:300]
            text = answer if isinstance(answer, str) else answer.decode("latin-1")
            assert "Exception" in text, frame[:300]
        socket.send(framed(BYTECODE, BINARY))
        assert b"Exception" not in socket.recv(PATIENCE)
    assert running(neptune) == 0


DEEP = "[" * 100_000 + "]" * 100_000
WRONG = ("1", "1.5", "true", "[]", "[1]", "{}", '{"a": 1}', '["a"]', DEEP, f'{{"a": {DEEP}}}')
PARAMETERS = {
    "/gremlin": ("gremlin", "queryId"), "/gremlin/status": ("queryId",), "/pg/statistics": ("mode",),
    "/loader": ("source", "format", "iamRoleArn", "region", "mode", "dependencies"), "/system": ("action", "token"),
}  # fmt: skip
GOOD = {
    "gremlin": '"g.inject(1)"', "source": '"s3://none"', "format": '"csv"', "iamRoleArn": '"arn:x"',
    "region": '"eu-west-1"', "action": '"performDatabaseReset"', "queueRequest": "true",
}  # fmt: skip


@pytest.mark.parametrize("path", PARAMETERS)
def test_a_parameter_of_a_wrong_type_is_refused(neptune: NeptuneLocal, path: str) -> None:
    for name in PARAMETERS[path]:
        for value in WRONG:
            body = ", ".join(f'"{key}": {each}' for key, each in {**GOOD, name: value}.items())
            answer = requests.post(neptune.url + path, data=f"{{{body}}}", timeout=PATIENCE)
            assert answer.status_code in (400, 404), (name, answer.text[:200])
            assert answer.json()["code"].endswith("Exception")


def test_a_limit_that_is_no_positive_number_is_refused(neptune: NeptuneLocal) -> None:
    for number in ("\u00b2", "0", "-1", "1e3", "9" * 5000, ""):
        answer = requests.get(f"{neptune.url}/loader", params={"limit": number}, timeout=PATIENCE)
        assert answer.json()["code"] == "InvalidParameterException"
