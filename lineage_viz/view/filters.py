"""What a person filters out of a picture, and the counts that each filter shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from typing import Generic, TypeVar

from lineage_viz.arn import Arn
from lineage_viz.model import Association, Entity, Subgraph, TypeKey
from lineage_viz.title import title

V = TypeVar("V", str, TypeKey)


@dataclass(frozen=True, slots=True)
class ViewFilter:
    """What is left out of a picture, by each thing that can be filtered by; empty leaves out nothing.

    Days are in UTC, both inclusive. `skip` keeps the ways through what is left out, each as one line.
    """

    labels: frozenset[str] = frozenset()
    types: frozenset[TypeKey] = frozenset()
    statuses: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    associations: frozenset[str] = frozenset()
    created_from: date | None = None
    created_to: date | None = None
    text: str = ""
    skip: bool = False

    def passes(self, entity: Entity) -> bool:
        """Whether an entity may stay."""
        return not (
            entity.label in self.labels
            or type_key(entity) in self.types
            or (self.statuses and status_of(entity) in self.statuses)
            or (self.accounts and account_of(entity) in self.accounts)
            or not self._in_time(entity)
            or not self._has_text(entity)
        )

    def _in_time(self, entity: Entity) -> bool:
        if self.created_from is None and self.created_to is None:
            return True
        day = entity.created.astimezone(UTC).date() if entity.created else None
        return (
            day is not None
            and (self.created_from is None or day >= self.created_from)
            and (self.created_to is None or day <= self.created_to)
        )

    def _has_text(self, entity: Entity) -> bool:
        if not self.text:
            return True
        held = " ".join((title(entity), entity.name, entity.arn, entity.source, entity.type)).casefold()
        return all(word in held for word in self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Facet(Generic[V]):
    """One value that can be filtered out: how many entities (or associations) have it, and whether it is."""

    value: V
    count: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """Every value in a subgraph that can be filtered out, also those that are."""

    labels: tuple[Facet[str], ...] = ()
    types: tuple[Facet[TypeKey], ...] = ()
    statuses: tuple[Facet[str], ...] = ()
    accounts: tuple[Facet[str], ...] = ()
    associations: tuple[Facet[str], ...] = ()


def type_key(entity: Entity) -> TypeKey:
    """The type an entity is filtered by."""
    return entity.label, entity.type


def status_of(entity: Entity) -> str:
    """The status an entity is filtered by; what is outside the account has one of its own."""
    return "Outside this account" if entity.unresolved else entity.status


def account_of(entity: Entity) -> str:
    """The account an entity belongs to, by its ARN; empty where the ARN does not tell."""
    return Arn.parse(entity.arn).account


def facets(whole: Subgraph, hidden: ViewFilter) -> Facets:
    """The values in a subgraph with their counts, each list by value."""
    entities, links = whole.entities, whole.associations
    return Facets(
        labels=_counted((entity.label for entity in entities), hidden.labels),
        types=_counted(map(type_key, entities), hidden.types),
        statuses=_counted(map(status_of, entities), hidden.statuses),
        accounts=_counted(map(account_of, entities), hidden.accounts),
        associations=_counted(map(_type, links), hidden.associations),
    )


def _type(association: Association) -> str:
    return str(association.type)


def _counted(values: Iterable[V], hidden: frozenset[V]) -> tuple[Facet[V], ...]:
    counts = Counter(values)
    return tuple(Facet(value, counts[value], value in hidden) for value in sorted(counts))
