"""Counts of the loaded lineage, made on the server: each query visits every vertex and every edge once."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import P, T

from lineage_viz.model import TypeKey
from lineage_viz.recorded_text import NONE
from lineage_viz.search_text import FIELD_END, NO_STATE, SEARCH_NAMES
from lineage_viz.store.base import Counts, FactCounts, Schema
from lineage_viz.store.facet import Facet
from lineage_viz.store.neptune.rows import type_key
from lineage_viz.store.neptune.steps import entities, kind, live_unread, serves_unapproved, state, unapproved

Tally = Mapping[Any, int]

_FLAGS = ("live", "unread", "unapproved", "serves_unapproved")


def counts(g: GraphTraversalSource) -> GraphTraversal:
    """Count the vertices by label, type and `unresolved`, and the edges by label.

    `g.V()….groupCount('entities').by(kind).outE().groupCount('associations').by(T.label).cap('entities','associations')`
    with `kind` = `project('label','type','unresolved')…` (see `steps.kind`).
    """
    is_unresolved = __.coalesce(__.has("unresolved", True).constant(True), __.constant(False))
    key = kind("unresolved").by(is_unresolved)
    counted = entities(g).group_count("entities").by(key).out_e().group_count("associations").by(T.label)
    return counted.cap("entities", "associations")


def schema(g: GraphTraversalSource) -> GraphTraversal:
    """Count the vertices by label and type, and the edges by their label and the kinds of both ends.

    `g.V()….groupCount('entities').by(kind).outE().groupCount('associations')
    .by(project('from','type','to').by(outV().flatMap(kind)).by(T.label).by(inV().flatMap(kind))).cap(…)`
    """
    key = __.project("from", "type", "to").by(__.out_v().flat_map(kind())).by(T.label)
    key = key.by(__.in_v().flat_map(kind()))
    counted = entities(g).group_count("entities").by(kind()).out_e().group_count("associations").by(key)
    return counted.cap("entities", "associations")


def fact_counts(g: GraphTraversalSource) -> GraphTraversal:
    """Count the vertices by type and state, by person and by name of the key metric, the live ones, those where it was
    not read, and those live without approval.

    `g.V()….groupCount('states').by(kind).sideEffect(or(has('servedby'),has('serves')).groupCount('live')…)
    .sideEffect(UNREAD.groupCount('unread')…).sideEffect(UNAPPROVED.groupCount('unapproved')…)
    .sideEffect(has('metricname').groupCount('metrics').by('metricname'))
    .local(union(values('owner'),values('decidedby')).dedup()).groupCount('people').cap('states',…)`
    with `kind` = `project('label','type','state')…`; `UNREAD` and `UNAPPROVED` are as in `steps.live_unread` and
    `steps.unapproved`.
    """
    people = __.local(__.union(__.values("owner"), __.values("decidedby")).dedup())
    live_ones = __.or_(__.has("servedby"), __.has("serves")).group_count("live").by(__.constant("live"))
    unread = live_unread().group_count("unread").by(__.constant("unread"))
    lacking = unapproved().group_count("unapproved").by(__.constant("unapproved"))
    metrics = __.has("metricname").group_count("metrics").by("metricname")
    counted = entities(g).group_count("states").by(kind("state").by(state()))
    for each in (live_ones, unread, lacking, metrics):
        counted = counted.side_effect(each)
    counted = counted.flat_map(people).group_count("people")
    return counted.cap("states", "people", "live", "unread", "unapproved", "metrics")


def as_fact_counts(row: Mapping[str, Tally]) -> FactCounts:
    """Map the answer of `fact_counts`."""
    typed = {
        (type_key(key), "" if key["state"] == NO_STATE else str(key["state"])): number
        for key, number in row["states"].items()
    }
    states = Counter[str]()
    for (_, words), number in typed.items():
        states.update({words: number} if words else {})
    people = {str(name): number for name, number in row["people"].items()}
    metrics = {str(name): number for name, number in row["metrics"].items()}
    live, lacking, unread = (row[name].get(name, 0) for name in ("live", "unapproved", "unread"))
    return FactCounts(dict(states), people, live, lacking, unread, metrics, typed)


def tally(hits: GraphTraversal) -> GraphTraversal:
    """Count vertices by the values that a list can be filtered by.

    `….groupCount().by(project('label','type','account','state','owner','decider',*_FLAGS)…)`
    """
    is_live = __.or_(__.has("servedby"), __.has("serves"))
    texts = (_text("account"), state(), _text("owner"), _text("decidedby"))
    key = kind("account", "state", "owner", "decider", *_FLAGS)
    for by in (*texts, *map(_is, (is_live, live_unread(), unapproved(), serves_unapproved()))):
        key = key.by(by)
    return hits.group_count().by(key)


def _text(name: str) -> GraphTraversal:
    return __.coalesce(__.values(name), __.constant(""))


def _is(passing: GraphTraversal) -> GraphTraversal:
    return __.coalesce(passing.constant(True), __.constant(False))


def as_tally(row: Tally) -> Mapping[Facet, int]:
    """Map the answer of `tally`."""
    counted = Counter[Facet]()
    for key, number in row.items():
        label, type_ = type_key(key)
        known = "" if key["state"] == NO_STATE else str(key["state"])
        decider = str(key["decider"])
        people = frozenset(filter(None, (str(key["owner"]), decider)))
        is_so = (bool(key[name]) for name in _FLAGS)
        facet = (label, type_, str(key["account"]), known, people, *is_so, decider)
        counted[Facet._make(facet)] += number
    return dict(counted)


def recorded_names(g: GraphTraversalSource) -> GraphTraversal:
    """Count the vertices by their text of offered names: most of a kind have the same.

    `g.V()….has('searchnames',neq('\\t-\\t')).groupCount().by('searchnames')`
    """
    nothing = f"{FIELD_END}{NONE}{FIELD_END}"
    return entities(g).has(SEARCH_NAMES, P.neq(nothing)).group_count().by(SEARCH_NAMES)


def as_recorded_names(row: Tally) -> Mapping[str, int]:
    """Map the answer of `recorded_names`."""
    names = Counter[str]()
    for text, number in row.items():
        names.update(dict.fromkeys(text.strip(FIELD_END).split(FIELD_END), number))
    return names


def as_counts(row: Mapping[str, Tally]) -> Counts:
    """Map the answer of `counts`."""
    types: Counter[TypeKey] = Counter()
    labels: Counter[str] = Counter()
    unresolved = 0
    for key, number in row["entities"].items():
        types[type_key(key)] += number
        labels[key["label"]] += number
        unresolved += number if key["unresolved"] else 0
    association_types = dict(sorted(row["associations"].items()))
    return Counts(
        entities=sum(types.values()),
        associations=sum(association_types.values()),
        labels=dict(sorted(labels.items())),
        types=dict(sorted(types.items())),
        association_types=association_types,
        unresolved=unresolved,
    )


def as_schema(row: Mapping[str, Tally]) -> Schema:
    """Map the answer of `schema`."""
    return Schema(
        {type_key(key): number for key, number in row["entities"].items()},
        {
            (type_key(key["from"]), key["type"], type_key(key["to"])): number
            for key, number in row["associations"].items()
        },
    )
