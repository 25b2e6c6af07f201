"""The steps of entities from the focus, along the associations that are shown."""

from collections import defaultdict
from collections.abc import Mapping

from lineage_viz.model import Subgraph
from lineage_viz.store.base import UNLIMITED
from lineage_viz.store.walk import both_ways, distances


def steps_of(subgraph: Subgraph) -> Mapping[str, int]:
    """Return the signed steps of the ancestors and the descendants of the focus, negative upstream.

    An entity beside the walk has a place in a picture, and no number here: the data of an evaluation are no ancestors
    of the model.
    """
    before, after = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for each in subgraph.associations:
        before[each.destination].add(each.source)
        after[each.source].add(each.destination)
    up, down = (distances(subgraph.focus, side.__getitem__, UNLIMITED) for side in (before, after))
    return both_ways(up, down)
