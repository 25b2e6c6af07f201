"""Deletions that a load cannot make: elements, and properties of elements that stay.

`holder` is the holder of the lease: nothing is deleted when another process has it (`lease.while_held`).
"""

from collections.abc import Sequence

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource

from lineage_viz.store.neptune.lease import while_held


def vertices(g: GraphTraversalSource, ids: Sequence[str], holder: str) -> GraphTraversal:
    """Delete vertices with all their edges: `g.V(*ids).where(V(LEASE).has('holder',…)).drop()`."""
    return while_held(g.V(*ids), holder).drop()


def edges(g: GraphTraversalSource, ids: Sequence[str], holder: str) -> GraphTraversal:
    """Delete edges; their ends stay: `g.E(*ids).where(V(LEASE).has('holder',…)).drop()`."""
    return while_held(g.E(*ids), holder).drop()


def vertex_properties(g: GraphTraversalSource, ids: Sequence[str], name: str, holder: str) -> GraphTraversal:
    """Delete all values of one property of vertices: `g.V(*ids).where(V(LEASE).…).properties(name).drop()`."""
    return while_held(g.V(*ids), holder).properties(name).drop()


def edge_properties(g: GraphTraversalSource, ids: Sequence[str], name: str, holder: str) -> GraphTraversal:
    """Delete the value of one property of edges: `g.E(*ids).where(V(LEASE).…).properties(name).drop()`."""
    return while_held(g.E(*ids), holder).properties(name).drop()
