"""The lineage of a foreign folder: rows of one entity merged, missing ends added, and ARNs as ids where it has them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lineage_viz.arn import Arn, end_without_row
from lineage_viz.errors import SnapshotError
from lineage_viz.model import (
    DEFAULT_ASSOCIATION,
    DEFAULT_LABEL,
    Association,
    Entity,
    Scalar,
    Value,
    value_text,
)
from lineage_viz.plain_text import visible
from lineage_viz.snapshot.notebook import NONE
from lineage_viz.snapshot.rows import Table, read_associations, read_entities
from lineage_viz.words import count, elide


@dataclass(frozen=True, slots=True)
class ForeignLineage:
    """All entities and associations of a folder, and the numbers of its rows.

    `former_ids` has the ARN of each id that became one, `located` is the number of entities with an account or region
    of their ARN, `without_row` that of entities that only associations name.
    """

    entities: tuple[Entity, ...]
    associations: tuple[Association, ...]
    former_ids: Mapping[str, str]
    located: int
    without_row: int
    vertex_rows: int
    edge_rows: int
    differing: Mapping[str, int] = field(default_factory=dict)
    """The number of entities whose rows differ in a type, a source, a metric or the like, by the word for it."""
    arrays: frozenset[str] = frozenset()
    """The times that a file has as arrays: several in one cell, which are told with their column."""

    @property
    def renamed(self) -> int:
        """The number of ids that became ARNs."""
        return len(self.former_ids)

    @property
    def with_row(self) -> int:
        """The number of entities that have a row."""
        return len(self.entities) - self.without_row

    @property
    def mixed(self) -> tuple[str, ...]:
        """Sentences about entities with several ARNs, times, types, …: rows of one id differ; empty without any."""
        found = ((words, self._with_several(name)) for name, *words in _ONE_EACH if name not in self.arrays)
        numbers = {(several, why): len(each) for (several, why), each in found}
        numbers |= {(f"several {many}", _ALL_SHOWN): number for many, number in self.differing.items()}
        return tuple(
            f"{count(number, f'entity has {several}', f'entities have {several}')}: {why}"
            for (several, why), number in numbers.items()
            if number
        )

    def _with_several(self, name: str) -> list[Entity]:
        return [each for each in self.entities if isinstance(each.properties.get(name), tuple)]


_TIMES_DIFFER = "rows with one id differ, so no such time is shown. Keep one of them in the files"
_ONE_EACH = (
    (
        "arn",
        "several ARNs",
        "rows of different entities have one id. Open the files of each account and region alone",
    ),
    ("creationtime", "several creation times", _TIMES_DIFFER),
    ("lastmodifiedtime", "several times of the last change", _TIMES_DIFFER),
)
"""The properties that have one value of each entity, with the words for several, and why there are."""

_OFTEN_ONE = {
    "type": "types",
    "status": "statuses",
    "~label": "labels",
    "source": "sources",
    "sourceuri": "sources",
    "modelapprovalstatus": "approval statuses",
    "approvalstatus": "approval statuses",
}
"""The properties in lower case, and the label, of which a set is meant only where one row or an array has several.

A name is none of them: people and places have several, each in a row of its own. Nor is a whole number; a decimal
number is one, as a metric has one value on one day.
"""
_DECIMAL = "decimal numbers of one property"


def _several(name: str) -> str:
    """Return the word for several values of a property."""
    return _OFTEN_ONE.get(name.lower(), _DECIMAL)


_ALL_SHOWN = (
    "rows with one id differ, so all are shown. If they are of several days or places, open each alone"
)


def read_foreign(tables: Sequence[Table]) -> ForeignLineage:
    """Read a foreign folder.

    The ids become ARNs where every vertex has an `arn` and these are distinct, as in the files of the sample notebook;
    otherwise they stay. Raises BadRow; SnapshotError for two values of a single property, two edges with one id, or two
    values of an edge's property.
    """
    differing: dict[str, set[str]] = {}
    recorded, vertex_rows = _entities(tables, differing)
    entities = {id_: _located(each) for id_, each in recorded.items()}
    located = sum(entities[id_] is not each for id_, each in recorded.items())
    edges = list(_associations(tables))
    associations = _distinct(edges)
    arns = _arns(entities)
    former_ids = {id_: arn for id_, arn in arns.items() if id_ != arn}
    if arns:
        entities = {arns[id_]: replace(each, arn=arns[id_]) for id_, each in entities.items()}
        associations = _between_arns(associations, arns)
    with_row = len(entities)
    for each in associations:
        for end in (each.source, each.destination):
            if end not in entities:
                entities[end] = end_without_row(end)
    without_row = len(entities) - with_row
    return ForeignLineage(
        tuple(entities.values()),
        tuple(associations),
        former_ids,
        located,
        without_row,
        vertex_rows,
        len(edges),
        {many: len(differing[many]) for many in (*_OFTEN_ONE.values(), _DECIMAL) if many in differing},
        frozenset(
            column.name
            for table in tables
            for column in table.property_columns
            if column.array and column.type == "date"
        ),
    )


def _entities(tables: Sequence[Table], differing: dict[str, set[str]]) -> tuple[dict[str, Entity], int]:
    """Return the entities by id, and the number of their rows; add the ids whose rows differ to `differing`.

    The keys of `differing` are the words for the several values.
    """
    entities: dict[str, Entity] = {}
    rows = 0
    for table in tables:
        if not table.is_edges:
            single = {column.name for column in table.property_columns if column.single}
            arrays = {column.name for column in table.property_columns if column.array}
            for entity in read_entities(table):
                rows += 1
                known = entities.get(entity.arn)
                for name in _differing(known, entity) - arrays if known else ():
                    differing.setdefault(_several(name), set()).add(entity.arn)
                entities[entity.arn] = _merged(known, entity, single) if known else entity
    return entities, rows


def _associations(tables: Sequence[Table]) -> Iterator[Association]:
    # The edge files of the sample notebook look like those of other tools; its vertex files do not.
    of_notebook = any(table.mender is not None for table in tables)
    arns: dict[str, str] = {}
    for table in tables:
        if table.is_edges:
            for each in read_associations(table, arns):
                no_type = of_notebook and each.type == NONE
                yield replace(each, type=DEFAULT_ASSOCIATION) if no_type else each


def _distinct(associations: Iterable[Association]) -> list[Association]:
    """Return each association once. Rows with one id merge; they must have the same ends, type and values."""
    by_id: dict[str, Association] = {}
    for each in associations:
        known = by_id.get(each.id)
        if known and _ends_and_type(known) != _ends_and_type(each):
            raise SnapshotError(
                f"The edge id {visible(each.id)} stands for two edges: {_shown_edge(known)}, and "
                f"{_shown_edge(each)}. Give each edge an id of its own."
            )
        by_id[each.id] = _joined(known, each) if known else each
    return list(by_id.values())


def _joined(known: Association, more: Association) -> Association:
    for name, value in more.properties.items():
        if not _same(old := known.properties.get(name, value), value):
            raise SnapshotError(
                f"The edge {visible(known.id)} has two values of the property {name}, {_shown(old)} and "
                f"{_shown(value)}. An edge has one; remove the other, or give each edge an id of its own."
            )
    return replace(known, properties={**known.properties, **more.properties})


def _arns(entities: Mapping[str, Entity]) -> Mapping[str, str]:
    """Return the ARN of each id; empty when an entity has none, or two have the same."""
    arns = {id_: arn for id_, each in entities.items() if isinstance(arn := each.properties.get("arn"), str)}
    every = all(arn.startswith("arn:") for arn in arns.values())
    return arns if every and len(set(arns.values())) == len(entities) else {}


def _between_arns(associations: Iterable[Association], arns: Mapping[str, str]) -> list[Association]:
    """Return the associations between ARNs. Their ids derive from ends and type; only parallel ones keep their own."""
    renamed = [
        replace(
            each,
            source=arns.get(each.source, each.source),
            destination=arns.get(each.destination, each.destination),
        )
        for each in associations
    ]
    number = Counter(map(_ends_and_type, renamed))
    return [replace(each, own_id=None) if number[_ends_and_type(each)] == 1 else each for each in renamed]


def _ends_and_type(each: Association) -> tuple[str, str, str]:
    return each.source, each.type, each.destination


def _shown_edge(each: Association) -> str:
    return " ".join(map(visible, _ends_and_type(each)))


def _merged(known: Entity, more: Entity, single: set[str]) -> Entity:
    properties = dict(known.properties)
    for name, value in more.properties.items():
        old = properties.get(name)
        if old is None or _same(old, value):
            properties[name] = value
        elif name in single:
            raise SnapshotError(
                f"{visible(known.arn)} has two values of the single property {name}, {_shown(old)} and "
                f"{_shown(value)}. Remove one of them."
            )
        else:
            distinct = {_key(each): each for each in (*_values(old), *_values(value))}
            properties[name] = tuple(distinct.values())
    labels = dict.fromkeys((*known.label.split("::"), *more.label.split("::")))
    if len(labels) > 1:
        labels.pop(DEFAULT_LABEL, None)  # a row without a label adds none
    label = "::".join(labels)
    if ":::" in label:
        raise SnapshotError(
            f"{visible(known.arn)} has the label {visible(label)}, with a colon beside the :: that joins labels. "
            "Rename it."
        )
    return replace(known, label=label, properties=properties)


def _differing(known: Entity, more: Entity) -> set[str]:
    """Return the names of what a row tells in another way than the rows before, and that is often one."""
    both = known.properties.keys() & more.properties.keys()
    names = {
        name
        for name in both
        if (name.lower() in _OFTEN_ONE or isinstance(more.properties[name], float))
        and not _same(known.properties[name], more.properties[name])
    }
    labels = {known.label, more.label} - {DEFAULT_LABEL}
    return names | ({"~label"} if len(labels) > 1 else set())


def _located(entity: Entity) -> Entity:
    """Return the entity with account and region of its ARN, if it has an ARN and they are not recorded."""
    own = entity.properties.get("arn")
    arn = Arn.parse(own if isinstance(own, str) else entity.arn)
    found = {"account": arn.account, "region": arn.region}
    added = {name: value for name, value in found.items() if value and name not in entity.properties}
    return replace(entity, properties={**entity.properties, **added}) if added else entity


def _same(one: Value, other: Value) -> bool:
    return list(map(_key, _values(one))) == list(map(_key, _values(other)))


def _key(value: Scalar) -> tuple[bool, Scalar]:
    """Return a key that is equal for equal values: in Python, True equals 1; NaN, one object here, equals itself."""
    return isinstance(value, bool), value


def _shown(value: Value) -> str:
    return elide(repr(value) if isinstance(value, str) else value_text(value), 80)


def _values(value: Value) -> tuple[Scalar, ...]:
    return value if isinstance(value, tuple) else (value,)
