"""The layer of each card. Everything upstream of a card is in an earlier layer."""

from collections.abc import Mapping
from datetime import datetime

import igraph

from lineage_viz.layout.cycles import Link, forward
from lineage_viz.model import Subgraph
from lineage_viz.questions.overview import number_of
from lineage_viz.view.drawn import STANDS_FOR

_TIMELESS = 2
"""The weight of an association whose times tell nothing: between one forward in time and one backward."""

_MINORITY = 3
"""A link with at most this part of the weight of another one is of a minority."""


def links_of(subgraph: Subgraph) -> dict[Link, int]:
    """Return each pair of linked cards once, with the weight of its direction. A card is never linked with itself.

    In the overview the weight is the number of associations; in a lineage, associations forward in time weigh more, and
    those of a stack count one by one: its own time tells little about the times of its members.
    """
    index = {entity.arn: number for number, entity in enumerate(subgraph.entities)}
    times = [entity.created for entity in subgraph.entities]
    links: dict[Link, int] = {}
    for association in subgraph.associations:
        link = index[association.source], index[association.destination]
        if link[0] != link[1]:
            number, of_stack = number_of(association), association.properties.get(STANDS_FOR)
            if isinstance(of_stack, int):
                links[link] = links.get(link, 0) + of_stack * _TIMELESS
            elif number:
                links[link] = links.get(link, 0) + number
            else:
                links[link] = _in_time(times[link[0]], times[link[1]])
    return dict(sorted(links.items()))


def deciding(subgraph: Subgraph, links: Mapping[Link, int]) -> dict[Link, int]:
    """Return the links that decide about the layers: all of a lineage.

    In a cycle of the overview, a link does not count that has at most a third of the weight of another link to the
    same card: processing jobs mostly come before the models, although those that evaluate read one.
    """
    if not any(number_of(each) for each in subgraph.associations):
        return dict(links)
    graph = igraph.Graph(len(subgraph.entities), list(links), directed=True)
    part = graph.connected_components(mode="strong").membership
    heaviest: dict[int, int] = {}
    for (source, end), weight in links.items():
        if part[source] == part[end]:
            heaviest[end] = max(heaviest.get(end, 0), weight)
    return {
        (source, end): weight
        for (source, end), weight in links.items()
        if part[source] != part[end] or weight * _MINORITY > heaviest[end]
    }


def _in_time(source: datetime | None, end: datetime | None) -> int:
    if not source or not end or source == end:
        return _TIMELESS
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
