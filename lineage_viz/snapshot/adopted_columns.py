"""The columns of an adopted snapshot: for each property, a type that holds all its values without loss."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, Value
from lineage_viz.snapshot.column import Column
from lineage_viz.snapshot.rows import Table
from lineage_viz.snapshot.schema import SAGEMAKER, FileSchema, place

_TYPES: Mapping[type, str] = {bool: "bool", int: "long", float: "double", datetime: "date"}
_MOST_EXACT = 2**53
"""A Double holds every whole number up to this one without loss."""


@dataclass(slots=True)
class _Values:
    """The values of one property in one file, as far as its column depends on them."""

    types: set[str] = field(default_factory=set)
    several: bool = False
    exact_as_double: bool = True

    def add(self, value: Value) -> None:
        self.several |= isinstance(value, tuple)
        for each in value if isinstance(value, tuple) else (value,):
            self.types.add(_TYPES.get(type(each), "string"))
            if type(each) is int and abs(each) > _MOST_EXACT:
                self.exact_as_double = False

    @property
    def type(self) -> str:
        if self.types == {"long", "double"} and self.exact_as_double:
            return "double"
        return next(iter(self.types)) if len(self.types) == 1 else "string"


@dataclass(frozen=True, slots=True)
class AdoptedColumns:
    """The schema of an adopted snapshot, and the columns in it that have values, of vertices and of edges."""

    schema: FileSchema
    vertices: tuple[Column, ...]
    edges: tuple[Column, ...]


def adopted_columns(entities: Iterable[Entity], associations: Iterable[Association]) -> AdoptedColumns:
    """Return the columns of exports and those for further labels and properties of entities and associations.

    Raises SnapshotError for a property `unresolved` that is not Bool beside unresolved entities.
    """
    files: dict[str, dict[str, _Values]] = {}
    edges: dict[str, _Values] = {}
    for entity in entities:
        _look_at(entity, files.setdefault(place(str(entity.label)), {}))
    for association in associations:
        _look_at(association, edges)
    schema = SAGEMAKER.extended(
        {file: [_of_vertices(*each) for each in found.items()] for file, found in files.items()},
        # Edges have no sets in Neptune, so their values become one text.
        [Column(name, "string" if each.several else each.type) for name, each in edges.items()],
    )
    vertices = (
        column for file, found in files.items() for column in schema.vertices[file] if column.name in found
    )
    return AdoptedColumns(schema, tuple(vertices), tuple(each for each in schema.edges if each.name in edges))


def changed_columns(
    tables: Sequence[Table], written: AdoptedColumns, names: Mapping[str, str]
) -> Iterator[str]:
    """Yield sentences about the columns of the files that have another type or cardinality in the snapshot.

    `names` gives the new name of each property.
    """
    vertices = [column for table in tables if not table.is_edges for column in table.property_columns]
    edges = [column for table in tables if table.is_edges for column in table.property_columns]
    changed = [*_changed(vertices, written.vertices, names), *_changed(edges, written.edges, names)]
    if changed:
        yield f"The types of these properties changed: {'; '.join(changed)}."
    single = {column.name for column in written.vertices if column.single}
    if any(names[column.name] in single and not column.single for column in vertices):
        yield "Properties with one value on each vertex became (single), so that a later load replaces their values."


def _look_at(each: Entity | Association, found: dict[str, _Values]) -> None:
    for name, value in each.properties.items():
        found.setdefault(name, _Values()).add(value)


def _of_vertices(name: str, values: _Values) -> Column:
    if name == "unresolved" and len(values.types) > 1:
        raise SnapshotError(
            "The property unresolved marks the ends of associations that have no row, but here it has other values, "
            "too. Rename it."
        )
    return Column(name, values.type, single=not values.several, array=values.several)


def _changed(read: Iterable[Column], written: Iterable[Column], names: Mapping[str, str]) -> Iterator[str]:
    old, new = _forms(read, names), _forms(written, {})
    for name, forms in old.items():
        if forms != new.get(name, forms):
            yield f"{name} ({', '.join(sorted(forms))} → {', '.join(sorted(new[name]))})"


def _forms(columns: Iterable[Column], names: Mapping[str, str]) -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {}
    for column in columns:
        forms.setdefault(names.get(column.name, column.name), set()).add(column.form)
    return forms
