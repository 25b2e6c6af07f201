import io
from typing import Any

import networkx as nx
import pytest

from lineage_viz.takeaway import TakeAway
from lineage_viz.takeaway.values import storable
from tests.takeaway.conftest import made

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
