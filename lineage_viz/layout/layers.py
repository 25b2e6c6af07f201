"""The layer of each card. Everything upstream of a card is in an earlier layer."""

from collections.abc import Mapping
from datetime import datetime

import igraph

from lineage_viz.layout.cycles import Link, forward
from lineage_viz.model import Subgraph
from lineage_viz.questions.overview import number_of


def links_of(subgraph: Subgraph) -> dict[Link, int]:
    """Return each pair of linked cards once, with the weight of its direction. A card is never linked with itself.

    In the overview the weight is the number of associations; in a lineage, associations forward in time weigh more.
    """
    index = {entity.arn: number for number, entity in enumerate(subgraph.entities)}
    times = [entity.created for entity in subgraph.entities]
    links: dict[Link, int] = {}
    for association in subgraph.associations:
        link = index[association.source], index[association.destination]
        if link[0] != link[1]:
            number = number_of(association)
            links[link] = links.get(link, 0) + number if number else _in_time(times[link[0]], times[link[1]])
    return dict(sorted(links.items()))


def _in_time(source: datetime | None, end: datetime | None) -> int:
    if not source or not end or source == end:
        return 2
    return 3 if source < end else 1


def layers_of(size: int, links: Mapping[Link, int]) -> list[int]:
    """Return the layer of each card: its longest distance from a source.

    A source stands one layer before its first consumer. The weaker associations of a cycle are ignored.
    """
    graph = igraph.Graph(size, forward(size, links), directed=True)
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
