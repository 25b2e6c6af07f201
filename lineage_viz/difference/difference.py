"""The difference between the graph on a cluster and the wanted snapshots: a sync loads only this difference."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress

from lineage_viz.difference.comparison import Comparison, Part
from lineage_viz.difference.shared_ids import moved_ids
from lineage_viz.model import Association, Entity, TypeKey, association_order
from lineage_viz.search_text import DERIVED
from lineage_viz.snapshot.folder import Folder
from lineage_viz.snapshot.manifest import TOOL
from lineage_viz.snapshot.merging import Merged, aligned, entity_order
from lineage_viz.snapshot.tables import with_derived
from lineage_viz.store.base import Counts


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes that turn any mix of the states `before` into exactly the lineage `after`.

    It keeps only ids, marks and a few samples in memory; a load reads the elements from the snapshots again.
    """

    after: Merged
    entities: Part[Entity, TypeKey]
    associations: Part[Association, str]
    relabelled: tuple[str, ...]
    """Entities that may have another label, or other values of a set, in the graph. A load cannot change a label and
    adds to a set, so these entities must be removed before loading. This also removes their associations, which are
    therefore among those to load."""
    moved: tuple[str, ...]
    """The ids of associations that may have other ends or another type in the graph. They must be removed before
    loading, too."""
    counts: Counts
    """The counts of the lineage `after`: a store must have them after the load."""

    @property
    def is_empty(self) -> bool:
        """True when the graph already is the wanted lineage."""
        return self.entities.is_empty and self.associations.is_empty

    @property
    def records(self) -> int:
        """The number of records to load, as Neptune's loader counts them, with the derived texts of each entity."""
        derived = len(DERIVED) * sum(self.entities.marks)
        return self.entities.records + derived + self.associations.records

    def entities_to_load(self) -> Iterator[Entity]:
        """Yield the entities to load, by ARN. Raises SnapshotError, BadRow."""
        return compress(self.after.entities(), self.entities.marks)

    def associations_to_load(self) -> Iterator[Association]:
        """Yield the associations to load, by source, destination and type. Raises SnapshotError, BadRow."""
        return compress(self.after.associations(), self.associations.marks)


def difference(before: Sequence[Sequence[Folder]], after: Sequence[Folder]) -> Difference:
    """Compare all possible states of the graph with the wanted snapshots; each sequence of snapshots is oldest first.

    `before` is usually one state. After an interrupted sync, it has several: the graph may then contain any element of
    any of them, with a value of any of them for each property. The graph certainly contains the elements that are
    equal in every state. An empty graph is a state without snapshots, or no state. Raises SnapshotError, BadRow.
    """
    wanted = Merged(tuple(after))
    states = [Merged(tuple(state)) for state in before] or [Merged()]
    counter = _LineageCounter()
    entities, relabelled = _compare_entities(wanted, states, counter)
    moved = moved_ids(wanted.folders, tuple(chain.from_iterable(each.folders for each in states)))
    associations = _compare_associations(wanted, states, frozenset(relabelled), moved, counter)
    return Difference(wanted, entities, associations, relabelled, tuple(sorted(moved)), counter.counts())


def _compare_entities(
    wanted: Merged, states: Sequence[Merged], counter: "_LineageCounter"
) -> tuple[Part[Entity, TypeKey], tuple[str, ...]]:
    load_equal = _texts_may_differ((wanted, *states))
    comparison = Comparison(_arn, _type_key, _vanished_of_entity)
    relabelled: list[str] = []
    for entity, *versions in aligned([each.entities() for each in (wanted, *states)], entity_order):
        comparison.add(entity, versions, load_equal=load_equal)
        if entity is not None:
            counter.add(entity)
            if any(each is not None and _must_go(each, entity) for each in versions):
                relabelled.append(entity.arn)
    return comparison.part(), tuple(relabelled)


def _compare_associations(
    wanted: Merged,
    states: Sequence[Merged],
    relabelled: frozenset[str],
    moved: frozenset[str],
    counter: "_LineageCounter",
) -> Part[Association, str]:
    comparison = Comparison(_id, _type, _vanished_of_association)
    for association, *versions in aligned(
        [each.associations() for each in (wanted, *states)], association_order
    ):
        lost = association is not None and (
            association.own_id in moved
            or not relabelled.isdisjoint((association.source, association.destination))
        )
        comparison.add(association, versions, load_equal=lost)
        if association is not None:
            counter.association_types[association.type] += 1
    part = comparison.part()
    # A moved association has its id again after the load.
    return replace(part, remove=tuple(each for each in part.remove if each not in moved)) if moved else part


def _texts_may_differ(states: Sequence[Merged]) -> bool:
    """True when the graph or the wanted snapshots may have derived texts of another version of the tool."""
    tools = {folder.manifest.tool for each in states for folder in each.folders if folder.manifest}
    return tools != {TOOL}


def _must_go(present: Entity, wanted: Entity) -> bool:
    """True when the graph may have a label or a set that the load cannot change."""
    if present.label != wanted.label:
        return True
    before, after = present.properties, wanted.properties
    return any(
        isinstance(value, tuple) and before.get(name, value) != value for name, value in after.items()
    ) or any(isinstance(value, tuple) and after.get(name, value) != value for name, value in before.items())


class _LineageCounter:
    """A counter of the wanted lineage while the comparison reads it."""

    def __init__(self) -> None:
        self.association_types: Counter[str] = Counter()
        self._types: Counter[TypeKey] = Counter()
        self._unresolved = 0

    def add(self, entity: Entity) -> None:
        self._types[_type_key(entity)] += 1
        self._unresolved += entity.unresolved

    def counts(self) -> Counts:
        labels: Counter[str] = Counter()
        for (label, _), number in self._types.items():
            labels[label] += number
        return Counts(
            entities=self._types.total(),
            associations=self.association_types.total(),
            labels=dict(sorted(labels.items())),
            types=dict(sorted(self._types.items())),
            association_types=dict(sorted(self.association_types.items())),
            unresolved=self._unresolved,
        )


def _vanished_of_entity(wanted: Entity, present: Sequence[Entity]) -> set[str]:
    # A derived text can be empty, and readers of a snapshot leave derived texts out.
    written = {name for name, value in with_derived(wanted).items() if value != ""}
    return set(DERIVED.union(*(each.properties for each in present))) - written


def _vanished_of_association(wanted: Association, present: Sequence[Association]) -> set[str]:
    return set().union(*(each.properties for each in present)) - wanted.properties.keys()


def _arn(entity: Entity) -> str:
    return entity.arn


def _type_key(entity: Entity) -> TypeKey:
    return str(entity.label), entity.type


def _id(association: Association) -> str:
    return association.id


def _type(association: Association) -> str:
    return association.type
