"""Lineage in a Gremlin Server, with the ids, labels, types and properties of Neptune's bulk loader."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from gremlin_python.process.traversal import Direction, T

from lineage_viz.model import Entity, Properties
from lineage_viz.search_text import derived_texts
from lineage_viz.store.base import LineageSource
from lineage_viz.store.heterograph import association, build, entity
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.runner import Runner

BATCH = 500


def fill(runner: Runner, sources: Sequence[LineageSource]) -> None:
    """Empty the graph and load these sources as one, each with its marker."""
    g = steps.source()
    runner.ask(g.V().drop())
    lineage = build(sorted(sources, key=lambda each: each.info.taken.timestamp() if each.info.taken else 0.0))
    vertices = (_vertex(entity(arn, attributes)) for arn, attributes in lineage.nodes.items())
    for batch in batches(vertices):
        runner.ask(g.inject(batch).unfold().merge_v().count())
    edges = (
        _edge(source, destination, key, attributes)
        for source, successors in lineage.successors.items()
        for destination, parallel in successors.items()
        for key, attributes in parallel.items()
    )
    for batch in batches(edges):
        runner.ask(g.inject(batch).unfold().merge_e().count())
    for source in sources:
        runner.ask(marker.finish(g, source.info, source.info.path, [each.info.path for each in sources]))


def batches(rows: Iterator[dict[Any, Any]]) -> Iterator[list[dict[Any, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _vertex(each: Entity) -> dict[Any, Any]:
    return {T.id: each.arn, T.label: str(each.label), **_loaded(each.properties), **derived_texts(each)}


def _edge(source: str, destination: str, key: str, attributes: Any) -> dict[Any, Any]:
    each = association(source, destination, key, attributes)
    ends = {Direction.OUT: source, Direction.IN: destination}
    return {T.id: each.id, T.label: str(each.type), **ends, **_loaded(each.properties)}


def _loaded(properties: Properties) -> dict[str, Any]:
    """Return the loaded properties of a row: empty values are absent."""
    return {name: value for name, value in properties.items() if value != ""}
