"""The graph engine is a real Gremlin Server, as strict as Neptune."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gremlin_python.driver.protocol import GremlinServerError
from gremlin_python.process.anonymous_traversal import traversal
from gremlin_python.process.traversal import T

from tests.neptune_local import jars
from tests.neptune_local.gremlin_client import gremlin_connection
from tests.neptune_local.gremlin_server import GremlinServer

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:artifact/1"


@pytest.fixture
def server(gremlin_server: GremlinServer) -> GremlinServer:
    gremlin_server.clear()
    return gremlin_server


@pytest.fixture
def g(server: GremlinServer) -> Iterator[Any]:
    connection = gremlin_connection(server.url)
    yield traversal().with_remote(connection)
    connection.close()


def test_ids_stay_the_text_that_was_given(g: Any, server: GremlinServer) -> None:
    g.add_v("artifact").property(T.id, ARN).iterate()
    assert g.V(ARN).next().id == ARN
    assert server.run("g.V().id()") == [ARN]


def test_answers_are_references_without_properties(g: Any) -> None:
    g.add_v("artifact").property(T.id, ARN).property("name", "train").iterate()
    assert g.V(ARN).next().properties in (None, [])
    assert g.V(ARN).values("name").to_list() == ["train"]


def test_a_property_adds_to_a_set_unless_single_is_named(server: GremlinServer) -> None:
    server.run(
        f"g.addV('a').property(id, '{ARN}').property('x', 1).property('x', 2).property(single, 'y', 1)"
    )
    server.run(f"g.V('{ARN}').property('x', 2).property(single, 'y', 2)")
    assert server.run("g.V().valueMap()") == [{"x": [1, 2], "y": [2]}]


def test_the_reader_source_refuses_writes(server: GremlinServer) -> None:
    connection = gremlin_connection(server.url, "mayRead")
    reader = traversal().with_remote(connection)
    assert reader.V().to_list() == []
    with pytest.raises(GremlinServerError, match=r"\[denied\] Write"):
        reader.add_v("a").iterate()
    connection.close()


def test_the_error_for_missing_jars_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(jars.JarsMissing, match=r"python -m tests\.neptune_local\.jars"):
        jars.classpath()


def test_a_jar_with_another_digest_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {jar.coordinate: jar.path.read_bytes() for jar in jars.listed()}
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    jars.folder().mkdir(parents=True)
    for jar in jars.listed():
        jar.path.write_bytes(whole[jar.coordinate])
    spoiled = next(jars.listed())
    spoiled.path.write_bytes(whole[spoiled.coordinate] + b"!")
    with pytest.raises(jars.JarsMissing, match=rf"(?s)^1 of .*{spoiled.coordinate}"):
        jars.classpath()
