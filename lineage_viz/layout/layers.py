"""Which layer each card belongs to: everything upstream of a card stands in an earlier layer."""

from collections.abc import Sequence

import igraph

from lineage_viz.model import Subgraph

Link = tuple[int, int]
"""An association between two cards, by their places among the entities."""


def links_of(subgraph: Subgraph) -> list[Link]:
    """Each two cards that are linked, once; no card with itself."""
    index = {entity.arn: number for number, entity in enumerate(subgraph.entities)}
    ends = ((index[a.source], index[a.destination]) for a in subgraph.associations)
    return sorted({(source, destination) for source, destination in ends if source != destination})


def layers_of(size: int, links: Sequence[Link]) -> list[int]:
    """Longest distance from a source; a source itself stands just before its first consumer."""
    graph = igraph.Graph(size, links, directed=True)
    if not graph.is_dag():
        graph.delete_edges(graph.feedback_arc_set(method="eades"))
    consumers = graph.get_adjlist("out")
    indegrees = graph.indegree()
    layers = [0] * size
    order = graph.topological_sorting()
    for card in order:
        for consumer in consumers[card]:
            layers[consumer] = max(layers[consumer], layers[card] + 1)
    for card in order:
        if consumers[card] and not indegrees[card]:
            layers[card] = min(layers[consumer] for consumer in consumers[card]) - 1
    return layers
