"""Deletions that a load cannot make: elements, and properties of elements that stay."""

from collections.abc import Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource


def vertices(g: GraphTraversalSource, ids: Sequence[str]) -> GraphTraversal:
    """Delete vertices with all their edges: `g.V(*ids).drop()`."""
    return g.V(*ids).drop()


def edges(g: GraphTraversalSource, ids: Sequence[str]) -> GraphTraversal:
    """Delete edges; their ends stay: `g.E(*ids).drop()`."""
    return g.E(*ids).drop()


def vertex_properties(g: GraphTraversalSource, ids: Sequence[str], name: str) -> GraphTraversal:
    """Delete all values of one property of vertices: `g.V(*ids).properties(name).drop()`."""
    return g.V(*ids).properties(name).drop()


def edge_properties(g: GraphTraversalSource, ids: Sequence[str], name: str) -> GraphTraversal:
    """Delete the value of one property of edges: `g.E(*ids).properties(name).drop()`."""
    return g.E(*ids).properties(name).drop()
