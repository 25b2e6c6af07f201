"""The graph in a cluster and the expected graph, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gremlin_python.process.traversal import T, WithOptions

from lineage_viz.model import Association
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.merging import Merged
from lineage_viz.snapshot.tables import with_derived
from lineage_viz.store.neptune import rows, steps
from lineage_viz.store.neptune.runner import Runner

Graph = tuple[dict[str, Any], dict[str, Any]]


def graph_in(runner: Runner) -> Graph:
    """The vertices and edges of a cluster by id, without markers."""
    g = steps.source()
    vertices = runner.ask(steps.entities(g).value_map().with_(WithOptions.tokens))
    edges = [rows.association(row) for row in runner.ask(g.E().flat_map(steps.association()))]
    return {row.pop(T.id): _texts(row.pop(T.label), row) for row in vertices}, _edges(edges)


def graph_of(*folders: Folder) -> Graph:
    """The graph that a cluster with these snapshots should hold."""
    merged = Merged(tuple(folders))
    vertices = {}
    for each in merged.entities():
        there = {
            name: value if isinstance(value, tuple) else [value]
            for name, value in with_derived(each).items()
            if value != ""
        }
        vertices[each.arn] = _texts(each.label, there)
    return vertices, _edges(merged.associations())


def _texts(label: str, properties: Mapping[str, Sequence[object]]) -> tuple[str, dict[str, list[str]]]:
    return str(label), {name: sorted(map(str, values)) for name, values in properties.items()}


def _edges(associations: Iterable[Association]) -> dict[str, Any]:
    return {
        each.id: (each.type, each.source, each.destination, dict(each.properties)) for each in associations
    }


def differing(found: Graph, wanted: Graph) -> Sequence[str]:
    """The ids of elements that differ. An assertion on whole graphs would not be readable."""
    return [
        each
        for here, there in zip(found, wanted, strict=True)
        for each in sorted(here.keys() | there.keys())
        if here.get(each) != there.get(each)
    ]
