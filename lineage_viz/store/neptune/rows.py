"""Rows of an answer → entities and associations. They are read-only, because all visitors share them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gremlin_python.process.traversal import T

from lineage_viz.model import Association, Entity, TypeKey, Value, association_id
from lineage_viz.search_text import DERIVED

Row = Mapping[Any, Any]


def entity(row: Row) -> Entity:
    """Map a vertex with its properties; leave out the properties derived for the search."""
    properties = {
        name: value(values)
        for name, values in row.items()
        if name not in DERIVED and not isinstance(name, T)
    }  # fmt: skip
    return Entity(row[T.id], row[T.label], MappingProxyType(properties))


def association(row: Row) -> Association:
    """Map an edge with its properties; `own_id` is set when the edge id is not the derived one."""
    source, edge, destination = row["source"], row["edge"], row["destination"]
    type_, id_ = edge[T.label], edge[T.id]
    properties = {name: value for name, value in edge.items() if not isinstance(name, T)}
    own_id = None if id_ == association_id(source, type_, destination) else id_
    return Association(source, type_, destination, MappingProxyType(properties), own_id)


def type_key(row: Row) -> TypeKey:
    """Map a vertex's label and type."""
    return row["label"], str(row["type"])


def value(values: list[Any]) -> Value:
    """Map a vertex property: a single value, or a set as a tuple."""
    return values[0] if len(values) == 1 else tuple(values)
