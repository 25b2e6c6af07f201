"""The heterograph: lineage as a networkx `MultiDiGraph` that keeps every property.

The key of a node is the entity's ARN. Its attributes are the entity's properties and `~label`. The key of an edge
is the association type. Its attributes are the association's properties, and `~id` if a foreign folder gives the
edge its own id. A foreign folder may have a second edge of the same type between the same ends: the key of that edge
is its id, and `~label` has the type. No Neptune property name starts with `~`, so names never collide.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from lineage_viz.errors import SnapshotError
from lineage_viz.model import (
    UNRESOLVED,
    Association,
    Entity,
    SnapshotInfo,
    Subgraph,
    TypeKey,
    Value,
    association_id,
    value_text,
)
from lineage_viz.store.base import LineageSource

if TYPE_CHECKING:
    import networkx as nx

    Heterograph: TypeAlias = nx.MultiDiGraph[str]

LABEL = "~label"
ID = "~id"

LinkedTypes = tuple[TypeKey, str, TypeKey]
"""The type of the source, the type of an association, and the type of the destination."""

Attributes = Mapping[str, Value]
Nodes = Mapping[str, Attributes]
Parallel = Mapping[str, Attributes]
Adjacency = Mapping[str, Mapping[str, Parallel]]
"""networkx's own structure: node → neighbouring node → key → attributes."""

_Filled = dict[str, Value]
_FilledParallel = dict[str, _Filled]
_FilledAdjacency = dict[str, dict[str, _FilledParallel]]


class LineageData(Protocol):
    """All entities and associations in memory, in either form."""

    @property
    def nodes(self) -> Nodes:
        """The attributes of the entities."""

    @property
    def successors(self) -> Adjacency:
        """The entities downstream of each."""

    @property
    def predecessors(self) -> Adjacency:
        """The entities upstream of each."""

    @property
    def association_types(self) -> Mapping[str, int]:
        """The number of associations of each type."""

    @property
    def unresolved(self) -> int:
        """The number of unresolved entities."""

    def linked_types(self) -> Mapping[LinkedTypes, int]:
        """Count the associations between types."""

    def graph(self) -> "Heterograph":
        """Return the heterograph; nothing is copied."""


@dataclass(frozen=True, slots=True)
class GraphData:
    """The plain dicts of a heterograph; walking them is many times faster than walking its views."""

    nodes: Nodes
    successors: Adjacency
    predecessors: Adjacency
    association_types: Mapping[str, int]

    @property
    def unresolved(self) -> int:
        """The number of unresolved entities."""
        return sum(node.get(UNRESOLVED) is True for node in self.nodes.values())

    def linked_types(self) -> Mapping[LinkedTypes, int]:
        """Count the associations between types. It takes a sixth of the time of loading."""
        types = {arn: type_key(attributes) for arn, attributes in self.nodes.items()}
        return Counter(
            (types[source], association_type(key, attributes), types[destination])
            for source, successors in self.successors.items()
            for destination, parallel in successors.items()
            for key, attributes in parallel.items()
        )

    def graph(self) -> "Heterograph":
        """Return the heterograph on these dicts; nothing is copied."""
        import networkx as nx  # pictures and searches walk the dicts, and the import takes longer than a small graph

        graph: Heterograph = nx.MultiDiGraph()
        graph._node, graph._adj = self.nodes, self.successors  # type: ignore[attr-defined]
        graph._pred = self.predecessors  # type: ignore[attr-defined]
        nx.freeze(graph)
        return graph


def build(sources: Iterable[LineageSource]) -> GraphData:
    """Load sources as one graph; entities and associations of a later source replace those of an earlier one.

    An unresolved entity never replaces a known one. Raises SnapshotError when an association names an entity
    that no source contains.
    """
    # networkx documents its dict of dicts. Filling it directly takes a fifth of the time of `add_edges_from`.
    sources = tuple(sources)
    nodes = _nodes(sources)
    return GraphData(nodes, *_edges(sources, nodes))


@dataclass(frozen=True, slots=True)
class _Given:
    """The entities and associations of an answer, as a source."""

    answer: Subgraph

    @property
    def info(self) -> SnapshotInfo:
        return SnapshotInfo("")

    def entities(self) -> Iterable[Entity]:
        return self.answer.entities

    def associations(self) -> Iterable[Association]:
        return self.answer.associations


def graph_of(answer: Subgraph) -> "Heterograph":
    """Return an answer as a heterograph of its own, which may be changed."""
    return build([_Given(answer)]).graph().copy()


def entity(arn: str, attributes: Attributes) -> Entity:
    """Return the entity of a node; its properties are a copy, so that answers cannot change the graph."""
    properties = {name: value for name, value in attributes.items() if name != LABEL}
    return Entity(arn, cast("str", attributes[LABEL]), properties)


def peek(arn: str, attributes: Attributes) -> Entity:
    """Return the entity of a node for reading only: its properties are the node's own attributes."""
    return Entity(arn, cast("str", attributes[LABEL]), attributes)


def type_key(attributes: Attributes) -> TypeKey:
    """Return the label and type of a node's entity, without creating the entity."""
    return cast("str", attributes[LABEL]), value_text(attributes.get("type", ""))


def association(source: str, destination: str, key: str, attributes: Attributes) -> Association:
    """Return the association of an edge."""
    properties = {name: value for name, value in attributes.items() if name not in (LABEL, ID)}
    own_id = attributes.get(ID)
    type_ = association_type(key, attributes)
    return Association(source, type_, destination, properties, None if own_id is None else str(own_id))


def peek_association(source: str, destination: str, key: str, attributes: Attributes) -> Association:
    """Return the association of an edge for reading only: its properties are the edge's own attributes."""
    if LABEL in attributes or ID in attributes:
        return association(source, destination, key, attributes)
    return Association(source, key, destination, attributes)


def association_type(key: str, attributes: Attributes) -> str:
    """Return the type of an edge: its key, unless the key is an id."""
    return str(attributes.get(LABEL, key))


def _nodes(sources: Iterable[LineageSource]) -> Nodes:
    nodes: dict[str, _Filled] = {}
    for source in sources:
        for new in source.entities():
            known = nodes.get(new.arn)
            if known is None or not new.unresolved or known.get("unresolved") is True:
                # The label comes first: adding one key to a finished dict may double its size.
                nodes[new.arn] = {LABEL: intern(str(new.label)), **new.properties}
    return nodes


def _edges(sources: Iterable[LineageSource], nodes: Nodes) -> tuple[Adjacency, Adjacency, Mapping[str, int]]:
    successors: _FilledAdjacency = {arn: {} for arn in nodes}
    predecessors: _FilledAdjacency = {arn: {} for arn in nodes}
    # One look-up per end, and one string per ARN: copies of the ARNs would take a fifth of the memory.
    ends = {arn: (arn, successors[arn], predecessors[arn]) for arn in nodes}
    types: Counter[str] = Counter()
    for source in sources:
        for new in source.associations():
            try:
                start, after, _ = ends[new.source]
                end, _, before = ends[new.destination]
            except KeyError as error:
                raise missing_end(new, str(error.args[0])) from None
            if end in after:
                types[new.type] += _put(after[end], new)
            else:
                after[end] = before[start] = {_type(new): _attributes(new)}
                types[new.type] += 1
    return successors, predecessors, {str(type_): count for type_, count in types.items()}


def _put(parallel: _FilledParallel, new: Association) -> int:
    """Add an association parallel to others; return 1 when it is new, 0 when it replaces the same one."""
    key, attributes = _type(new), _attributes(new)
    if key in parallel and not _same(new, parallel[key]):
        key, attributes[LABEL] = new.id, key
    added = key not in parallel
    parallel[key] = attributes
    return added


def _type(new: Association) -> str:
    return intern(str(new.type))  # one string per type; for an enum only its value


def _attributes(new: Association) -> _Filled:
    return dict(new.properties) if new.own_id is None else {ID: new.own_id, **new.properties}


def _same(new: Association, known: Attributes) -> bool:
    """True when a known edge with the same ends and type is the same association."""
    own_id = known.get(ID)
    derived = association_id(new.source, new.type, new.destination) if own_id != new.own_id else None
    return own_id == new.own_id or (own_id or derived) == new.id


def missing_end(new: Association, arn: str) -> SnapshotError:
    """Return the error about an association of an entity that has no row."""
    return SnapshotError(
        f"The association {new.source} -{new.type}-> {new.destination} names {arn}, which is not among the "
        "entities. A row of the snapshot is missing. Export again."
    )
