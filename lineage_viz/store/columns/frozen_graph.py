"""The heterograph on columns: networkx reads it like any other graph, and nobody can change it."""

from collections.abc import Mapping
from typing import Any

import networkx as nx


class FrozenGraph(nx.MultiDiGraph):  # type: ignore[type-arg]
    """A graph that knows the number of its edges. A copy of it is an ordinary graph."""

    def __init__(self, data: Any = None, **attributes: Any) -> None:
        super().__init__(data, **attributes)
        self._edges_of_columns: int | None = None

    def number_of_edges(self, u: Any = None, v: Any = None) -> int:
        """Return the number of edges, between two nodes if they are given."""
        if u is None and self._edges_of_columns is not None:
            return self._edges_of_columns
        return int(super().number_of_edges(u, v))

    def size(self, weight: Any = None) -> Any:
        """Return the number of edges, or the sum of their weights."""
        return super().size(weight) if weight is not None else self.number_of_edges()

    def copy(self, as_view: bool = False) -> Any:
        """Return an ordinary graph with the same nodes and edges, which may be changed."""
        if as_view:
            return super().copy(as_view=True)
        copy: nx.MultiDiGraph[Any] = nx.MultiDiGraph(**self.graph)
        copy.add_nodes_from((node, attributes.copy()) for node, attributes in self.nodes.items())
        copy.add_edges_from(self.edges(keys=True, data=True))  # type: ignore[arg-type]  # quadruples, with keys
        return copy


def frozen_graph(
    nodes: Mapping[str, Any], successors: Mapping[str, Any], predecessors: Mapping[str, Any], edges: int
) -> FrozenGraph:
    """Return the graph on these mappings."""
    graph = FrozenGraph()
    graph._node, graph._adj, graph._pred = nodes, successors, predecessors  # type: ignore[attr-defined]
    graph._edges_of_columns = edges
    nx.freeze(graph)
    return graph
