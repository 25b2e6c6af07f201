"""Entities and associations that are objects already, as columns: of sources that are no plain files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from sys import intern

import numpy as np

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, Properties, Value
from lineage_viz.search_text import SEARCH_NAMES, SEARCH_RECORD, SEARCH_STATE, derived_texts
from lineage_viz.store.columns.column import Coded, Column
from lineage_viz.store.columns.links import Links
from lineage_viz.store.columns.mending import pair
from lineage_viz.store.columns.plain import NotPlain
from lineage_viz.store.columns.search_text import SearchText
from lineage_viz.store.columns.sheet import Searched, Sheet

MissingEnd = Callable[[Association, str], SnapshotError]


def sheet_of(entities: Iterable[Entity], text: SearchText) -> Sheet | None:
    """Return entities as columns, and add their searched texts; None without any."""
    ids, labels, properties, derived = list[str](), list[str](), list[Properties](), list[Mapping[str, str]]()
    for each in entities:
        ids.append(each.arn)
        labels.append(intern(str(each.label)))
        properties.append(each.properties)
        derived.append(derived_texts(each))
    if not ids:
        return None
    searched = Searched(
        text.add_pairs([*map(pair, derived)]),
        *(_coded([each[name] for each in derived]) for name in (SEARCH_STATE, SEARCH_RECORD, SEARCH_NAMES)),
    )
    return Sheet(ids, _coded(labels), _columns(properties), searched)


def links_of(
    associations: Iterable[Association], rows: Mapping[str, int], missing: MissingEnd
) -> Links | None:
    """Return associations as columns; None without any.

    Raises NotPlain for one with an id of its own; the error of `missing` for an end that is no entity.
    """
    ends, types, properties = list[tuple[int, int]](), list[str](), list[Properties]()
    for each in associations:
        if each.own_id is not None:
            raise NotPlain("an association has an id of its own")
        try:
            ends.append((rows[each.source], rows[each.destination]))
        except KeyError as error:
            raise missing(each, str(error.args[0])) from None
        types.append(intern(str(each.type)))
        properties.append(each.properties)
    if not ends:
        return None
    sources, destinations = np.array(ends, np.int32).T
    return Links(sources, destinations, _coded(types), _columns(properties))


def _columns(properties: Sequence[Properties]) -> dict[str, Column]:
    names = dict.fromkeys(name for each in properties for name in each)
    return {name: _coded([each.get(name) for each in properties]) for name in names}


def _coded(values: Sequence[Value | None]) -> Coded:
    known: dict[object, int] = {}
    uniques: list[Value | None] = []
    codes = np.zeros(len(values), np.int32)
    for row, value in enumerate(values):
        key = _key(value)
        if key not in known:
            known[key] = len(uniques)
            uniques.append(value)
        codes[row] = known[key]
    return Coded(codes, uniques)


def _key(value: Value | None) -> object:
    """Return a key that only equal values of the same type have: in Python, True equals 1."""
    if isinstance(value, tuple):
        return tuple(map(_key, value))
    return value if isinstance(value, str) else (type(value), value)
