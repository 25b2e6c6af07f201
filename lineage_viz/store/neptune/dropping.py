"""Taking out of the graph what a load cannot: elements, and properties of elements that stay."""

from collections.abc import Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource


def vertices(g: GraphTraversalSource, ids: Sequence[str]) -> GraphTraversal:
    """With all of their edges."""
    return g.V(*ids).drop()


def edges(g: GraphTraversalSource, ids: Sequence[str]) -> GraphTraversal:
    """Their ends stay."""
    return g.E(*ids).drop()


def vertex_properties(g: GraphTraversalSource, ids: Sequence[str], name: str) -> GraphTraversal:
    """All values of one property."""
    return g.V(*ids).properties(name).drop()


def edge_properties(g: GraphTraversalSource, ids: Sequence[str], name: str) -> GraphTraversal:
    """The value of one property."""
    return g.E(*ids).properties(name).drop()
