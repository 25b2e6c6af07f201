"""A view as a graph file for Gephi, networkx and similar tools: GraphML and GEXF.

The id of a node is the ARN, its label is the entity's title, and `entity` is the lineage label. The label of an edge
is the association type. networkx reads both files back with the same nodes and edges.
"""

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from lineage_viz.model import Properties, Subgraph
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.values import Cell, cell, storable
from lineage_viz.title import title

if TYPE_CHECKING:
    Graph: TypeAlias = nx.MultiDiGraph[str]

Attributes = dict[str, Cell]

_OWN = frozenset(("arn", "type"))
"""Properties of an entity that its node already has."""

# Names that this module uses, or that have another meaning in GEXF or in networkx's writers.
_TAKEN = frozenset((
    "id", "label", "entity", "hops", "pid", "start", "end", "parents", "slices", "spells", "viz", "weight", "key",
    "networkx_key",
))  # fmt: skip


def graphml(subgraph: Subgraph, caption: Caption) -> bytes:
    """Return a view as GraphML. The caption is in the attributes of the graph."""
    stream = io.BytesIO()
    nx.write_graphml(_graph(subgraph, caption), stream, prettyprint=False)
    return stream.getvalue()


def gexf(subgraph: Subgraph, caption: Caption) -> bytes:
    """Return a view as GEXF 1.2. The title is the graph's name, and the whole caption is its description."""
    writer = GEXFWriter(_graph(subgraph, caption), prettyprint=False, version="1.2draft")
    description = "\n".join(f"{name}: {value}" for name, value in caption.lines())
    meta = writer.xml.find("meta")
    ET.SubElement(meta, "description").text = storable(description)
    # The time of writing is not the time of the snapshot, and would make equal files differ.
    meta.attrib.pop("lastmodifieddate", None)
    return bytes(ET.tostring(writer.xml, encoding="utf-8", xml_declaration=True))


def _graph(subgraph: Subgraph, caption: Caption) -> "Graph":
    graph: Graph = nx.MultiDiGraph()
    about = {name.lower(): storable(value) for name, value in caption.lines()}
    graph.graph.update(about, name=about.get("title", ""))
    rows = _columns([entity.properties for entity in subgraph.entities])
    for entity, properties in zip(subgraph.entities, rows, strict=True):
        own: Attributes = {"label": title(entity), "entity": str(entity.label), "type": entity.type}
        if entity.arn in subgraph.hops:
            own["hops"] = subgraph.hops[entity.arn]
        graph.add_node(storable(entity.arn), **_clean(properties | own))
    rows = _columns([association.properties for association in subgraph.associations])
    for association, properties in zip(subgraph.associations, rows, strict=True):
        ends = storable(association.source), storable(association.destination)
        own = {"id": association.id, "label": str(association.type)}
        key = graph.add_edge(*ends, storable(association.id))
        graph.edges[*ends, key].update(_clean(properties | own))
    return graph


def _columns(rows: Sequence[Properties]) -> list[Attributes]:
    """Return properties under free names. All values of one name have the same type, as GEXF requires."""
    cells = [{_free(name): cell(value) for name, value in row.items() if name not in _OWN} for row in rows]
    types: dict[str, set[type]] = defaultdict(set)
    for row in cells:
        for name, value in row.items():
            types[name].add(type(value))
    mixed = {name for name, several in types.items() if len(several) > 1}
    return [{name: str(value) if name in mixed else value for name, value in row.items()} for row in cells]


def _free(name: str) -> str:
    return storable(f"property_{name}" if name in _TAKEN else name)


def _clean(attributes: Attributes) -> Attributes:
    return {name: storable(value) if isinstance(value, str) else value for name, value in attributes.items()}
