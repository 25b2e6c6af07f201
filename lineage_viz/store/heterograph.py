"""The heterograph: lineage as a networkx `MultiDiGraph` that keeps every property.

A node's key is the entity's ARN, its attributes are the entity's properties and `~label`. An edge's key is the
association type, its attributes are the association's properties, and `~id` where a foreign folder gave the
edge an id of its own. A second edge of the same type between the same ends (foreign folders have them) has its
id as key, and the type in `~label`. No Neptune property name starts with `~`, so nothing collides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, TypeAlias, cast

import networkx as nx

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, TypeKey, Value, association_id
from lineage_viz.store.base import LineageSource

if TYPE_CHECKING:
    Heterograph: TypeAlias = nx.MultiDiGraph[str]

LABEL = "~label"
ID = "~id"

Attributes = dict[str, Value]
Nodes = dict[str, Attributes]
Parallel = dict[str, Attributes]
Adjacency = dict[str, dict[str, Parallel]]
"""networkx's own structure, neighbour by neighbour: node → node → key → attributes."""


@dataclass(frozen=True, slots=True)
class GraphData:
    """What a heterograph is made of: plain dicts, which are many times faster to walk than its views."""

    nodes: Nodes
    successors: Adjacency
    predecessors: Adjacency
    association_types: Mapping[str, int]

    def graph(self) -> "Heterograph":
        """The heterograph on these dicts; made at once, for nothing is copied."""
        graph: Heterograph = nx.MultiDiGraph()
        graph._node, graph._adj = self.nodes, self.successors  # type: ignore[attr-defined]
        graph._pred = self.predecessors  # type: ignore[attr-defined]
        nx.freeze(graph)
        return graph


def build(sources: Iterable[LineageSource]) -> GraphData:
    """Load sources as one graph; what a later one says of an entity or association replaces the earlier.

    An unresolved entity never replaces a known one. Raises SnapshotError when an association names an entity
    that no source holds.
    """
    # networkx documents its dict of dicts; filling it directly takes a fifth of the time of `add_edges_from`.
    sources = tuple(sources)
    nodes = _nodes(sources)
    return GraphData(nodes, *_edges(sources, nodes))


def entity(arn: str, attributes: Attributes) -> Entity:
    """The entity a node stands for; its properties are a copy, so that answers cannot change the graph."""
    properties = {name: value for name, value in attributes.items() if name != LABEL}
    return Entity(arn, cast("str", attributes[LABEL]), properties)


def peek(arn: str, attributes: Attributes) -> Entity:
    """The entity a node stands for, for reading only: its properties are the node's attributes themselves."""
    return Entity(arn, cast("str", attributes[LABEL]), attributes)


def type_key(attributes: Attributes) -> TypeKey:
    """The label and type of the entity a node stands for, without making the entity."""
    return cast("str", attributes[LABEL]), str(attributes.get("type", ""))


def association(source: str, destination: str, key: str, attributes: Attributes) -> Association:
    """The association an edge stands for."""
    properties = {name: value for name, value in attributes.items() if name not in (LABEL, ID)}
    own_id = attributes.get(ID)
    type_ = association_type(key, attributes)
    return Association(source, type_, destination, properties, None if own_id is None else str(own_id))


def association_type(key: str, attributes: Attributes) -> str:
    """The type of an edge: its key, unless that is an id."""
    return str(attributes.get(LABEL, key))


def _nodes(sources: Iterable[LineageSource]) -> Nodes:
    nodes: Nodes = {}
    for source in sources:
        for new in source.entities():
            held = nodes.get(new.arn)
            if held is None or not new.unresolved or held.get("unresolved") is True:
                # The label first: a dict that grows by one at its end may double its size.
                nodes[new.arn] = {LABEL: intern(str(new.label)), **new.properties}
    return nodes


def _edges(sources: Iterable[LineageSource], nodes: Nodes) -> tuple[Adjacency, Adjacency, Mapping[str, int]]:
    successors: Adjacency = {arn: {} for arn in nodes}
    predecessors: Adjacency = {arn: {} for arn in nodes}
    # One look-up per end; and one string per ARN, whose copies would be a fifth of the memory.
    ends = {arn: (arn, successors[arn], predecessors[arn]) for arn in nodes}
    types: Counter[str] = Counter()
    for source in sources:
        for new in source.associations():
            try:
                start, after, _ = ends[new.source]
                end, _, before = ends[new.destination]
            except KeyError as error:
                raise _missing_end(new, str(error.args[0])) from None
            if end in after:
                types[new.type] += _put(after[end], new)
            else:
                after[end] = before[start] = {_type(new): _attributes(new)}
                types[new.type] += 1
    return successors, predecessors, {str(type_): count for type_, count in types.items()}


def _put(parallel: Parallel, new: Association) -> int:
    """Hold an association beside others between its ends; returns how many there are more."""
    key, attributes = _type(new), _attributes(new)
    if key in parallel and not _same(new, parallel[key]):
        key, attributes[LABEL] = new.id, key
    added = key not in parallel
    parallel[key] = attributes
    return added


def _type(new: Association) -> str:
    return intern(str(new.type))  # one string per type, and an enum's value alone


def _attributes(new: Association) -> Attributes:
    return dict(new.properties) if new.own_id is None else {ID: new.own_id, **new.properties}


def _same(new: Association, held: Attributes) -> bool:
    """Whether what is held between the same ends, with the same type, is the same association."""
    own_id = held.get(ID)
    derived = association_id(new.source, new.type, new.destination) if own_id != new.own_id else None
    return own_id == new.own_id or (own_id or derived) == new.id


def _missing_end(new: Association, arn: str) -> SnapshotError:
    return SnapshotError(
        f"The association {new.source} -{new.type}-> {new.destination} names {arn}, which is not among the "
        "entities. The snapshot is not whole: export again."
    )
