"""The layer of each card. Everything upstream of a card is in an earlier layer."""

from collections.abc import Sequence

import igraph

from lineage_viz.model import Subgraph

Link = tuple[int, int]
"""An association between two cards, as their indices among the entities."""


def links_of(subgraph: Subgraph) -> list[Link]:
    """Return each pair of linked cards once. A card is never linked with itself."""
    index = {entity.arn: number for number, entity in enumerate(subgraph.entities)}
    ends = ((index[a.source], index[a.destination]) for a in subgraph.associations)
    return sorted({(source, destination) for source, destination in ends if source != destination})


def layers_of(size: int, links: Sequence[Link]) -> list[int]:
    """Return the layer of each card: its longest distance from a source.

    A source stands one layer before its first consumer. Associations that close a cycle are ignored.
    """
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
