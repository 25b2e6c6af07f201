"""The columns of an adopted snapshot: for each property, a type that holds all its values without loss."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, Value
from lineage_viz.snapshot.column import Column, csv_field, joined
from lineage_viz.snapshot.records import LARGEST
from lineage_viz.snapshot.rows import Table
from lineage_viz.snapshot.schema import SAGEMAKER, FileSchema, place
from lineage_viz.words import plain

_TYPES: Mapping[type, str] = {bool: "bool", int: "long", float: "double", datetime: "date"}
_MOST_EXACT = 2**53
"""A Double holds every whole number up to this one without loss."""


@dataclass(slots=True)
class _Values:
    """The values of one property in one file, as far as its column depends on them."""

    types: set[str] = field(default_factory=set)
    several: bool = False
    exact_as_double: bool = True
    alike: str = ""
    """The id of the first entity with two values that are the same text, such as the number 1 and the text 1."""

    def add(self, owner: str, value: Value) -> None:
        self.several |= isinstance(value, tuple)
        if not self.alike and isinstance(value, tuple) and len(set(map(csv_field, value))) < len(value):
            self.alike = owner
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
    alike: Mapping[str, str]
    """An entity with several values that became the same text, by the name of the property."""


def adopted_columns(entities: Iterable[Entity], associations: Iterable[Association]) -> AdoptedColumns:
    """Return the columns of exports and those for further labels and properties of entities and associations.

    Raises SnapshotError for a value that is too large for Neptune.
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
    every = [(name, each.alike) for found in files.values() for name, each in found.items()]
    return AdoptedColumns(
        schema,
        tuple(vertices),
        tuple(each for each in schema.edges if each.name in edges),
        {name: owner for name, owner in every if owner},
    )


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
    if written.alike:
        alike = "; ".join(f"{name} of {plain(owner)}" for name, owner in sorted(written.alike.items()))
        yield (
            "Values of one entity that differ only in their type, such as the number 1 and the text 1, became one "
            f"text, for example {alike}."
        )
    single = {column.name for column in written.vertices if column.single}
    if any(names[column.name] in single and not column.single for column in vertices):
        yield "Properties with one value on each vertex became (single), so that a later load replaces their values."


def _look_at(each: Entity | Association, found: dict[str, _Values]) -> None:
    for name, value in each.properties.items():
        _check_size(each, name, value)
        found.setdefault(name, _Values()).add(_id(each), value)


def _id(each: Entity | Association) -> str:
    return each.arn if isinstance(each, Entity) else each.id


def _check_size(each: Entity | Association, name: str, value: Value) -> None:
    texts = [one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str)]
    if sum(map(len, texts)) * 4 < LARGEST:
        return
    size = len(joined(texts).encode())
    if size > LARGEST:
        raise SnapshotError(
            f"The property {plain(name, 80)} of {plain(_id(each))} has {size:,} bytes, and Neptune takes at most "
            f"{LARGEST:,} (55 MB). Shorten it or remove it in the folder, then adopt it again."
        )


def _of_vertices(name: str, values: _Values) -> Column:
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
