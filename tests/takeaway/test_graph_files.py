import io
import math
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest

from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.takeaway import TakeAway
from lineage_viz.takeaway.values import storable
from tests.neptune_local import GremlinServer
from tests.neptune_local.gremlin_client import gremlin_client
from tests.takeaway.conftest import made, taken

TINKERPOP = """
import org.apache.tinkerpop.gremlin.structure.io.graphml.GraphMLReader
import org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerGraph
def read = TinkerGraph.open()
GraphMLReader.build().create().readGraph(new ByteArrayInputStream(text.getBytes('UTF-8')), read)
def g = read.traversal()
def values = { vertex -> vertex.properties().collectEntries { [it.key(), it.value()] } }
[g.V().toList().collectEntries { [(it.id()): [it.label(), values(it)]] },
 g.E().toList().collect { [it.outVertex().id(), it.label(), it.inVertex().id(), it.id()] }]
"""

ODD = taken(Subgraph(
    (
        Entity("a", "artifact", {"loss": math.nan, "name": 7, "ok": True, "with space": "x", "labelV": "own"}),
        Entity("b", "artifact::model", {"loss": math.inf, "name": "b", "ok": False, "a:b": 3}),
        Entity("c", "context", {"loss": -math.inf}),
    ),
    (
        Association("a", "Produced", "b", {"loss": 0.5, "name": 1.5, "type": "own", "id": "own"}),
        Association("b", "AssociatedWith", "c", {"title": 4}),
    ),
))  # fmt: skip
"""A view of another tool's graph: numbers that JSON lacks, and names that mean something else in these formats."""

READ: dict[str, Any] = {
    "graphml": lambda stream: nx.read_graphml(stream, force_multigraph=True),
    "gexf": nx.read_gexf,
}


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("which", ["sample", "narrowed", "hostile"])
def test_networkx_reads_back_the_same_nodes_and_edges(
    name: str, which: str, request: pytest.FixtureRequest
) -> None:
    taken: TakeAway = request.getfixturevalue(which)
    graph = READ[name](io.BytesIO(made(name, taken)))
    shown = taken.shown
    assert set(graph) == {storable(entity.arn) for entity in shown.entities}
    found = sorted((source, data["label"], end) for source, end, data in graph.edges(data=True))
    # XML reads a tab in an attribute as a blank unless it is written as a reference. Both count as the same text.
    expected = sorted(
        (storable(a.source), storable(str(a.type)), storable(a.destination)) for a in shown.associations
    )
    assert found == expected


@pytest.mark.parametrize("name", READ)
def test_nodes_have_the_properties_of_their_entities(name: str, sample: TakeAway) -> None:
    graph = READ[name](io.BytesIO(made(name, sample)))
    for entity in sample.shown.entities:
        node = graph.nodes[entity.arn]
        assert (node["type"], node["entity"]) == (entity.type, entity.label)
        assert node["creationtime"].endswith("Z")


@pytest.fixture(scope="module")
def tinkerpop(gremlin_server: GremlinServer) -> Any:
    """TinkerPop's own GraphML reader, in the Gremlin Server: the vertices by id, and the edges."""
    client = gremlin_client(gremlin_server.url)
    yield lambda text: client.submit(TINKERPOP, {"text": text}).all().result()
    client.close()


@pytest.mark.parametrize("which", ["sample", "hostile", "odd"])
def test_tinkerpop_reads_graphml_with_its_labels(
    which: str, request: pytest.FixtureRequest, tinkerpop: Any
) -> None:
    view: TakeAway = ODD if which == "odd" else request.getfixturevalue(which)
    vertices, edges = tinkerpop(made("graphml", view).decode())
    shown = view.shown
    assert {arn: label for arn, (label, _) in vertices.items()} == {
        storable(entity.arn): entity.label for entity in shown.entities
    }
    assert sorted(edges) == sorted(
        [storable(part) for part in (each.source, str(each.type), each.destination, each.id)]
        for each in shown.associations
    )
    if which == "odd":
        assert [vertices[arn][1]["loss"] for arn in "bc"] == [math.inf, -math.inf]
        assert math.isnan(vertices["a"][1]["loss"])
        assert (vertices["a"][1]["ok"], vertices["a"][1]["name"]) == (True, "7")


@pytest.mark.parametrize("which", ["sample", "hostile", "odd"])
def test_igraph_reads_graphml_without_a_warning(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    view: TakeAway = ODD if which == "odd" else request.getfixturevalue(which)
    path = tmp_path / "view.graphml"
    path.write_bytes(made("graphml", view))
    graph = igraph.Graph.Read_GraphML(str(path))  # a warning fails the test
    shown = view.shown
    assert graph.vs["labelV"] == [entity.label for entity in shown.entities]
    assert sorted(graph.es["association_id"]) == sorted(each.id for each in shown.associations)
    if which == "odd":
        assert math.isnan(graph.vs["loss"][0])
        assert graph.vs["loss"][1:] == [math.inf, -math.inf]
        assert graph.vs["ok"][:2] == [True, False]


def test_the_keys_of_graphml_suit_neptunes_own_converter(sample: TakeAway) -> None:
    # graphml2csv takes the id of a key for its name, and needs another key before labelV and labelE.
    keys = list(ET.fromstring(made("graphml", sample)).iter("{http://graphml.graphdrawing.org/xmlns}key"))
    assert all(key.get("id") == key.get("attr.name") for key in keys)
    assert keys[0].get("id") not in ("labelV", "labelE")
    assert {"labelV", "labelE"} < {key.get("id") for key in keys}


def test_igraph_reads_a_property_without_a_name(tmp_path: Path) -> None:
    file = tmp_path / "nameless.graphml"
    file.write_bytes(made("graphml", taken(Subgraph((Entity("a", "artifact", {"": "value"}),), ()))))
    assert igraph.Graph.Read_GraphML(str(file)).vs["property_"] == ["value"]


def test_igraph_reads_the_smallest_numbers(tmp_path: Path) -> None:
    file = tmp_path / "small.graphml"
    small = Entity("a", "artifact", {"loss": 5e-324, "norm": 2.2250738585072014e-308})
    file.write_bytes(made("graphml", taken(Subgraph((small,), ()))))
    graph = igraph.Graph.Read_GraphML(str(file))
    assert (graph.vs["loss"], graph.vs["norm"]) == (["5e-324"], [2.2250738585072014e-308])


@pytest.mark.parametrize("name", READ)
def test_line_ends_stay_as_they_are(name: str) -> None:
    ends = "a\rb\r\nc\nd"
    view = taken(Subgraph((Entity("a", "artifact", {"note": ends}),)))
    assert READ[name](io.BytesIO(made(name, view))).nodes["a"]["note"] == ends


@pytest.mark.parametrize("name", READ)
def test_networkx_reads_every_number(name: str) -> None:
    graph = READ[name](io.BytesIO(made(name, ODD)))
    loss = {arn: graph.nodes[arn]["loss"] for arn in "abc"}
    assert math.isnan(loss["a"])
    assert (loss["b"], loss["c"]) == (math.inf, -math.inf)
    assert graph.nodes["a"]["name"] == "7"  # a name has one type for all nodes and edges
    assert graph.nodes["a"].get("property_labelV") == "own"
    assert [data.get("property_type") for *_, data in graph.edges(data=True)] == ["own", None]
    assert "Infinity" in made(name, ODD).decode()  # Java reads no "inf"
