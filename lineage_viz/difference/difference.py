"""What differs between a Neptune cluster and the snapshots it is to hold, so that only that has to travel."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from lineage_viz.difference.comparison import Comparison, Part
from lineage_viz.model import Association, Entity, TypeKey, association_order
from lineage_viz.search_text import DERIVED
from lineage_viz.snapshot.folder import Folder
from lineage_viz.snapshot.manifest import TOOL
from lineage_viz.snapshot.merging import Merged, aligned, entity_order
from lineage_viz.snapshot.tables import with_derived
from lineage_viz.store.base import Counts


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes of any graph that is a mix of the states before exactly the lineage after.

    Only ids and marks are held, and a few samples; what is to be loaded is read from the snapshots again.
    """

    after: Merged
    entities: Part[Entity, TypeKey]
    associations: Part[Association, str]
    relabelled: tuple[str, ...]
    """Entities that may have another label, which cannot be changed: to be removed before loading. Their
    associations go with them, and are among those to be loaded."""
    counts: Counts
    """Of the lineage after: what a store must count when all is done."""

    @property
    def is_empty(self) -> bool:
        """Whether the graph is already as it is wanted."""
        return self.entities.is_empty and self.associations.is_empty

    @property
    def records(self) -> int:
        """To be loaded, as Neptune's loader counts them: also the texts that are derived of each entity."""
        derived = len(DERIVED) * sum(self.entities.marks)
        return self.entities.records + derived + self.associations.records

    def entities_to_load(self) -> Iterator[Entity]:
        """By ARN. Raises SnapshotError, BadRow."""
        return compress(self.after.entities(), self.entities.marks)

    def associations_to_load(self) -> Iterator[Association]:
        """By source, destination and type. Raises SnapshotError, BadRow."""
        return compress(self.after.associations(), self.associations.marks)


def difference(before: Sequence[Sequence[Folder]], after: Sequence[Folder]) -> Difference:
    """What is to be done, given all that may be in the graph; every sequence of snapshots is oldest first.

    `before` is usually one state. After a sync that did not end there are several: the graph then has any
    element of any of them, with values of any of them, property by property. What every state holds alike is
    taken to be there. An empty graph is a state without snapshots, or no state. Raises SnapshotError, BadRow.
    """
    wanted = Merged(tuple(after))
    states = [Merged(tuple(state)) for state in before] or [Merged()]
    counted = _Counted()
    entities, relabelled = _compared_entities(wanted, states, counted)
    associations = _compared_associations(wanted, states, frozenset(relabelled), counted)
    return Difference(wanted, entities, associations, relabelled, counted.counts())


def _compared_entities(
    wanted: Merged, states: Sequence[Merged], counted: "_Counted"
) -> tuple[Part[Entity, TypeKey], tuple[str, ...]]:
    anyway = _texts_may_differ((wanted, *states))
    comparison = Comparison(_arn, _type_key, _vanished_of_entity)
    relabelled: list[str] = []
    for entity, *held in aligned([each.entities() for each in (wanted, *states)], entity_order):
        comparison.add(entity, held, anyway=anyway)
        if entity is not None:
            counted.add(entity)
            if any(each is not None and each.label != entity.label for each in held):
                relabelled.append(entity.arn)
    return comparison.part(), tuple(relabelled)


def _compared_associations(
    wanted: Merged, states: Sequence[Merged], relabelled: frozenset[str], counted: "_Counted"
) -> Part[Association, str]:
    comparison = Comparison(_id, _type, _vanished_of_association)
    for association, *held in aligned([each.associations() for each in (wanted, *states)], association_order):
        lost = association is not None and not relabelled.isdisjoint(
            (association.source, association.destination)
        )
        comparison.add(association, held, anyway=lost)
        if association is not None:
            counted.association_types[association.type] += 1
    return comparison.part()


def _texts_may_differ(all_of_it: Sequence[Merged]) -> bool:
    """Whether the graph may hold derived texts that another version made, or would be given some."""
    tools = {folder.manifest.tool for each in all_of_it for folder in each.folders if folder.manifest}
    return tools != {TOOL}


class _Counted:
    """Counts lineage while it passes by."""

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
    # A derived text can be blank, and readers do not tell which entity had one.
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
