"""Rows of lineage → columns in arrays. Nothing of a row is kept but its ARN and the numbers in its columns."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from lineage_viz.learning.column import NO_TIME, Cells, ColumnKey, seconds
from lineage_viz.learning.properties import METRIC_VALUE, Reader
from lineage_viz.learning.source import Lineage
from lineage_viz.model import Association, Entity, TypeKey
from lineage_viz.store.heterograph import missing_end
from lineage_viz.system.gc_pause import gc_paused

Columns = dict[ColumnKey, Cells]


@dataclass(slots=True)
class Collected:
    """The entities by number, in the order in which they were read, and the associations by number."""

    arns: list[str] = field(default_factory=list)
    number_of: dict[str, int] = field(default_factory=dict)
    """The number of each ARN. A replaced entity keeps its number and its cells, but nothing names it any more."""
    types: dict[TypeKey, int] = field(default_factory=dict)
    type_of: "array[int]" = field(default_factory=lambda: array("i"))
    created: "array[int]" = field(default_factory=lambda: array("q"))
    unresolved: bytearray = field(default_factory=bytearray)
    columns: list[Columns] = field(default_factory=list)
    """The columns of each type."""

    sources: "array[int]" = field(default_factory=lambda: array("i"))
    destinations: "array[int]" = field(default_factory=lambda: array("i"))
    relations: dict[str, int] = field(default_factory=dict)
    relation_of: "array[int]" = field(default_factory=lambda: array("i"))
    made: "array[int]" = field(default_factory=lambda: array("q"))
    has_id: bytearray = field(default_factory=bytearray)
    edge_columns: Columns = field(default_factory=dict)


@gc_paused()
def collect(lineage: Lineage, reader: Reader) -> Collected:
    """Read a lineage. Raises SnapshotError for an association of an entity that has no row."""
    found = Collected()
    add_entity, add_association = _entities(found, reader), _associations(found, reader)
    for entity in lineage.entities:
        add_entity(entity)
    for association in lineage.associations:
        add_association(association)
    reader.metrics.into(partial(_metric_of, found))
    return found


def _metric_of(found: Collected, arn: str) -> tuple[int, Cells | None]:
    number = found.number_of[arn]
    return number, found.columns[found.type_of[number]].get(METRIC_VALUE)


def _entities(found: Collected, reader: Reader) -> Callable[[Entity], None]:
    number_of, types, columns = found.number_of, found.types, found.columns

    def add(entity: Entity) -> None:
        arn, unresolved = entity.arn, entity.unresolved
        known = number_of.get(arn)
        if known is not None and unresolved and not found.unresolved[known]:
            return
        number_of[arn] = number = len(found.arns)
        type_ = types.setdefault((entity.label, entity.type), len(types))
        if type_ == len(columns):
            columns.append({})
        found.arns.append(arn)
        found.type_of.append(type_)
        found.created.append(seconds(at) if (at := entity.created) else NO_TIME)
        found.unresolved.append(unresolved)
        into = columns[type_]
        for key, value in reader.of_entity(entity):
            _cells(into, key).add(number, value)

    return add


def _associations(found: Collected, reader: Reader) -> Callable[[Association], None]:
    number_of, relations, into = found.number_of, found.relations, found.edge_columns

    def add(each: Association) -> None:
        try:
            source, destination = number_of[each.source], number_of[each.destination]
        except KeyError as error:
            raise missing_end(each, str(error.args[0])) from None
        number = len(found.sources)
        found.sources.append(source)
        found.destinations.append(destination)
        found.relation_of.append(relations.setdefault(each.type, len(relations)))
        at = each.properties.get("creationtime")
        found.made.append(seconds(at) if isinstance(at, datetime) else NO_TIME)
        found.has_id.append(each.own_id is not None)
        for key, value in reader.of_properties(each.properties):
            _cells(into, key).add(number, value)

    return add


def _cells(columns: Columns, key: ColumnKey) -> Cells:
    try:
        return columns[key]
    except KeyError:
        cells = columns[key] = Cells(key.kind)
        return cells
