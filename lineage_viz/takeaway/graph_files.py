"""A view as a graph file: GraphML for TinkerPop, Neptune's tools, igraph and networkx, and GEXF for Gephi.

The id of a node is the ARN, its label is the entity's title, and `entity` is the lineage label. The label of an edge
is the association type. In GraphML the id of a key is the name of its attribute, and `labelV` and `labelE` repeat the
lineage label and the association type: TinkerPop and Neptune's tools take the labels from there (TinkerPop, "GraphML").
"""

import io
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

from lineage_viz.evidence.words import IN_FILES
from lineage_viz.json_text import number_text
from lineage_viz.model import Entity, Properties, Subgraph, Value
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.column_names import distinct
from lineage_viz.takeaway.values import Cell, cell, in_words, recorded, storable
from lineage_viz.title import title

# Functions import networkx: a page lists the formats, and few visitors take a graph file away.
if TYPE_CHECKING:
    import networkx as nx

    Graph: TypeAlias = nx.MultiDiGraph[str]

Attributes = dict[str, Cell]

# Names that this module uses, or that have another meaning in GraphML, in GEXF or in networkx's writers; and none:
# igraph refuses a file with a key without a name.
_TAKEN = frozenset((
    "",
    "id", "label", "entity", "type", "hops", "pid", "start", "end", "parents", "slices", "spells", "viz", "weight",
    "key", "networkx_key", "labelV", "labelE", "association_id",
))  # fmt: skip

_NUMBER = IN_FILES["duration"]
"""The fact that is a number."""

_NUMBERS = ("double", "float")
_INFINITE = {"inf": number_text(math.inf), "-inf": number_text(-math.inf), "nan": number_text(math.nan)}
"""Python's spellings of numbers that Java cannot read, and the spellings that Java, C and Python read."""


def graphml(subgraph: Subgraph, caption: Caption) -> bytes:
    """Return a view as GraphML. The caption is in the attributes of the graph."""
    from networkx.readwrite.graphml import GraphMLWriter

    graph = _graph(subgraph, caption)
    # The label comes first: AWS's graphml2csv needs another key before it, and networkx writes its keys backwards.
    for _, data in graph.nodes(data=True):
        _put_first(data, "labelV", data["entity"])
    for *_, data in graph.edges(data=True):
        data["association_id"] = data.pop(
            "id"
        )  # igraph refuses a second `id`, and misreads that of the edge itself
        _put_first(data, "labelE", data["label"])
    writer = GraphMLWriter(graph, prettyprint=False, named_key_ids=True)
    types = {key.get("id"): key.get("attr.type") for key in writer.xml.iter("key")}
    for data in writer.xml.iter("data"):
        data.text = _spelled(data.text, types[data.get("key")])
    stream = io.BytesIO()
    writer.dump(stream)
    return stream.getvalue().replace(b"\r", b"&#13;")  # a reader of XML takes a bare CR for a line feed


def gexf(subgraph: Subgraph, caption: Caption) -> bytes:
    """Return a view as GEXF 1.2. The title is the graph's name, and the whole caption is its description."""
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(_graph(subgraph, caption), prettyprint=False, version="1.2draft")
    types = {attribute.get("id"): attribute.get("type") for attribute in writer.xml.iter("attribute")}
    for value in writer.xml.iter("attvalue"):
        value.set("value", _spelled(value.get("value"), types[value.get("for")]))
    description = "\n".join(f"{name}: {value}" for name, value in caption.lines())
    meta = writer.xml.find("meta")
    ET.SubElement(meta, "description").text = storable(description)
    # The time of writing is not the time of the snapshot, and would make equal files differ.
    meta.attrib.pop("lastmodifieddate", None)
    return bytes(ET.tostring(writer.xml, encoding="utf-8", xml_declaration=True))


def _graph(subgraph: Subgraph, caption: Caption) -> "Graph":
    import networkx as nx

    graph: Graph = nx.MultiDiGraph()
    about = {name.lower(): storable(value) for name, value in caption.lines()}
    graph.graph.update(about, name=about.get("title", ""))
    entities, associations = subgraph.entities, subgraph.associations
    nodes = distinct((entity.arn for entity in entities), storable)
    ids = distinct((association.id for association in associations), storable)
    of_nodes = _named([_properties(entity) for entity in entities])
    of_edges = _named([association.properties for association in associations])
    rows = _columns([*of_nodes, *of_edges], graph.graph)
    for entity, properties in zip(entities, rows, strict=False):
        own: Attributes = {"label": title(entity), "entity": str(entity.label), "type": entity.type}
        if entity.arn in subgraph.hops:
            own["hops"] = subgraph.hops[entity.arn]
        graph.add_node(nodes[entity.arn], **_clean(properties | own))
    for association, properties in zip(associations, rows[len(entities) :], strict=True):
        ends = nodes[association.source], nodes[association.destination]
        own = {"id": ids[association.id], "label": str(association.type)}
        key = graph.add_edge(*ends, ids[association.id])
        graph.edges[*ends, key].update(_clean(properties | own))
    return graph


def _properties(entity: Entity) -> Properties:
    """Return facts in words, and the properties without those that the node has already.

    An attribute has one type in the file, so a number that is absent is left out.
    """
    facts = {
        name: value
        for name, value in in_words(entity).items()
        if name != _NUMBER or not isinstance(value, str)
    }
    own = {"arn": entity.arn, "type": entity.type}
    return facts | {name: value for name, value in recorded(entity).items() if own.get(name) != value}


def _named(rows: Sequence[Properties]) -> list[Attributes]:
    names = distinct({name for row in rows for name in row}, storable, _TAKEN, "property_{}")
    return [{names[name]: _cell(value) for name, value in row.items()} for row in rows]


def _columns(cells: Sequence[Attributes], texts: Iterable[str]) -> list[Attributes]:
    """Give all values of one name the same type, as both formats require.

    `texts` are names that have text already: those of the graph's own attributes.
    """
    types: dict[str, set[type]] = defaultdict(set, {name: {str} for name in (*texts, "type")})
    for row in cells:
        for name, value in row.items():
            types[name].add(type(value))
    mixed = {name for name, several in types.items() if len(several) > 1}
    return [{name: _text(value) if name in mixed else value for name, value in row.items()} for row in cells]


def _cell(value: Value) -> Cell:
    """Return a value as one text or number. Unlike JSON, both formats have all numbers of Java.

    Numbers below the normal ones become texts: igraph refuses a whole file that has one.
    """
    if not isinstance(value, float):
        return cell(value)
    return str(value) if 0 < abs(value) < sys.float_info.min else value


def _text(value: Cell) -> str:
    return number_text(value) if isinstance(value, float) else str(value)


def _spelled(text: str, type_: str) -> str:
    return (
        _INFINITE.get(text.lower(), text)
        if type_ in _NUMBERS
        else text.lower()
        if type_ == "boolean"
        else text
    )


def _put_first(data: dict[str, Cell], name: str, value: Cell) -> None:
    others = dict(data)
    data.clear()
    data.update({name: value, **others})


def _clean(attributes: Attributes) -> Attributes:
    return {name: storable(value) if isinstance(value, str) else value for name, value in attributes.items()}
