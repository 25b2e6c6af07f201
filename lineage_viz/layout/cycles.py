"""The direction of a lineage with cycles: the weaker associations of a cycle run backwards."""

from collections.abc import Mapping, Sequence

import igraph

Link = tuple[int, int]
"""An association between two cards, as their indices among the entities."""

_FEW = 600
"""With more links in cycles than this, igraph's heuristic decides, which is fast and does not weigh them."""


def forward(size: int, links: Mapping[Link, int]) -> list[Link]:
    """Return the links without those that close a cycle. `links` have their weights.

    The heaviest link comes first, and a link that would close a cycle with heavier ones is left out. Links in both
    directions between two cards count by their difference.
    """
    if igraph.Graph(size, list(links), directed=True).is_dag():
        return list(links)
    net = {(a, b): weight - links.get((b, a), 0) for (a, b), weight in links.items()}
    kept = [link for link in links if _wins(link, net)]
    graph = igraph.Graph(size, kept, directed=True)
    part = graph.connected_components(mode="strong").membership
    inside = [(a, b) for a, b in kept if part[a] == part[b]]
    if len(inside) > _FEW:
        graph.delete_edges(graph.feedback_arc_set(method="eades"))
        return list(graph.get_edgelist())
    closing = _closing(size, sorted(inside, key=lambda link: (-net[link], link)))
    return [link for link in kept if link not in closing]


def _wins(link: Link, net: Mapping[Link, int]) -> bool:
    """Return True for the heavier of two opposite links; of equal ones, for the first."""
    return net[link] > 0 or link[::-1] not in net or (net[link] == 0 and link[0] < link[1])


def _closing(size: int, links: Sequence[Link]) -> set[Link]:
    """Return the links that close a cycle with links before them."""
    after: list[set[int]] = [set() for _ in range(size)]
    closing: set[Link] = set()
    for source, end in links:
        reached, waiting = {end}, [end]
        while waiting and source not in reached:
            new = after[waiting.pop()] - reached
            reached |= new
            waiting += new
        if source in reached:
            closing.add((source, end))
        else:
            after[source].add(end)
    return closing
