"""Collected associations → the tables of associations."""

from collections.abc import Iterator, Sequence

import numpy as np

from lineage_viz.learning.collecting import Collected
from lineage_viz.learning.column import NO_TIME, Column, Longs, Mask, column, numbers
from lineage_viz.learning.nodes import named
from lineage_viz.learning.numbering import Numbering
from lineage_viz.learning.safe_names import ASSOCIATION_LENGTH, distinct, safe
from lineage_viz.learning.splitting import TEST, Cuts
from lineage_viz.learning.tables import EdgeTable, NodeTable

OWN = ("source", "destination", "time", "split")
"""The columns that each table of associations has."""


def edge_tables(
    found: Collected, numbered: Numbering, nodes: Sequence[NodeTable], cuts: Cuts | None
) -> Iterator[EdgeTable]:
    """Yield the table of each way in which types of entities are associated; `nodes` has the tables of the groups."""
    sources, destinations, relations = (
        numbers(each, np.int32).astype(np.int64)
        for each in (found.sources, found.destinations, found.relation_of)
    )
    times, latest = _times(found, sources, destinations)
    split = cuts.split(latest) if cuts else np.full(len(latest), TEST, np.int8)
    rows, every = numbered.row_of, np.arange(len(sources))
    columns = named(
        (column(key, (cells,), every, len(every)) for key, cells in found.edge_columns.items()), OWN
    )
    names = list(found.relations)
    marks = distinct(sorted(names), _safe, str)
    for order in _ways(found, numbered, sources, relations, destinations):
        first = order[0]
        source, destination = (nodes[numbered.group_of[each[first]]] for each in (sources, destinations))
        association = names[relations[first]]
        relation = _safe(association) + marks[association]
        yield EdgeTable(
            source=source.name,
            relation=relation,
            destination=destination.name,
            file=f"{source.file}__{relation}__{destination.file}",
            association=association,
            sources=rows[sources[order]],
            destinations=rows[destinations[order]],
            times=times[order],
            split=split[order],
            columns=tuple(_recorded(columns, order)),
        )


def _safe(association: str) -> str:
    return safe(association, ASSOCIATION_LENGTH)


def _times(found: Collected, sources: Longs, destinations: Longs) -> tuple[Longs, Longs]:
    """Return the time of each association, and the time from which it and both ends are there.

    The time is the association's own, else the later creation time of its ends.
    """
    created = numbers(found.created, np.int64)
    own = numbers(found.made, np.int64)
    one, other = created[sources], created[destinations]
    ends = np.where((one == NO_TIME) | (other == NO_TIME), NO_TIME, np.maximum(one, other))
    times = np.where(own == NO_TIME, ends, own)
    return times, np.where(ends == NO_TIME, NO_TIME, np.maximum(times, ends))


def _ways(
    found: Collected, numbered: Numbering, sources: Longs, relations: Longs, destinations: Longs
) -> Iterator[Longs]:
    """Yield the numbers of the associations of each way, by the rows of source and destination, each once."""
    if not len(sources):
        return
    groups, rows = numbered.group_of, numbered.row_of
    way = (groups[sources] * len(found.relations) + relations) * len(numbered.groups) + groups[destinations]
    order = np.lexsort((rows[destinations], rows[sources], way))
    order = order[_newest(order, way, sources, destinations, numbers(found.has_id, np.bool_))]
    yield from np.split(order, np.flatnonzero(np.diff(way[order])) + 1)


def _newest(order: Longs, way: Longs, sources: Longs, destinations: Longs, has_id: Mask) -> Longs:
    """Return the positions without those that the next one replaces: the same association of a later snapshot."""
    same = np.ones(len(order) - 1, np.bool_)
    for each in (way, sources, destinations):
        same &= each[order][1:] == each[order][:-1]
    same &= ~has_id[order][1:] & ~has_id[order][:-1]
    return np.flatnonzero(~np.append(same, False))


def _recorded(columns: Sequence[Column], order: Longs) -> Iterator[Column]:
    """Yield the columns that have a value in some of these rows."""
    for each in columns:
        if (here := each.at(order)).recorded.any():
            yield here
