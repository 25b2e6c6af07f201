"""The filters of a picture, and the count that each filter shows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Generic, TypeVar

from lineage_viz.arn import Arn, absence
from lineage_viz.model import Association, Entity, Subgraph, TypeKey
from lineage_viz.title import title
from lineage_viz.view.connected import Connected

V = TypeVar("V", str, TypeKey)

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ViewFilter:
    """The values that a picture leaves out. An empty field leaves out nothing.

    Days are in UTC, both inclusive. With `skip`, each path through filtered-out entities is drawn as one line.
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
        """True when no filter leaves out the entity."""
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
        text = " ".join((title(entity), entity.name, entity.arn, entity.source, entity.type)).casefold()
        return all(word in text for word in self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Facet(Generic[V]):
    """One value that can be filtered out. `count` is the number of entities (or associations) that have it."""

    value: V
    count: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """Every value in a subgraph that can be filtered out, hidden values included."""

    labels: tuple[Facet[str], ...] = ()
    types: tuple[Facet[TypeKey], ...] = ()
    statuses: tuple[Facet[str], ...] = ()
    accounts: tuple[Facet[str], ...] = ()
    associations: tuple[Facet[str], ...] = ()


def type_key(entity: Entity) -> TypeKey:
    """The label and type of an entity, by which it is filtered."""
    return entity.label, entity.type


def status_of(entity: Entity) -> str:
    """The status of an entity, by which it is filtered. Unresolved entities have a status of their own."""
    return absence(entity) or entity.status


def account_of(entity: Entity) -> str:
    """The account in the ARN of an entity; empty when the ARN has none."""
    return Arn.parse(entity.arn).account


def facets(whole: Subgraph, hidden: ViewFilter, connected: Connected) -> Facets:
    """Return the values in a subgraph, each list sorted by value.

    The count of a value is the number of entities (or associations) that are shown when the value is. That includes
    the focus, which no filter hides.
    """
    there = connected.now | set(whole.focus)

    def counted(
        value_of: Callable[[Entity], V], out: frozenset[V], others: ViewFilter
    ) -> tuple[Facet[V], ...]:
        kept = _passing(whole, others) & there
        counts = Counter(value_of(entity) for entity in whole.entities if entity.arn in kept)
        return _listed(map(value_of, whole.entities), counts, out)

    return Facets(
        labels=counted(lambda entity: entity.label, hidden.labels, replace(hidden, labels=_NONE)),
        types=counted(type_key, hidden.types, replace(hidden, types=frozenset())),
        statuses=counted(status_of, hidden.statuses, replace(hidden, statuses=_NONE)),
        accounts=counted(account_of, hidden.accounts, replace(hidden, accounts=_NONE)),
        associations=_associations(whole, hidden, connected),
    )


def _type(association: Association) -> str:
    return str(association.type)


def _passing(whole: Subgraph, hidden: ViewFilter) -> set[str]:
    """Return the ARNs that a filter leaves in; the focus always."""
    unfiltered = hidden == ViewFilter(associations=hidden.associations, skip=hidden.skip)
    return {e.arn for e in whole.entities if unfiltered or hidden.passes(e)} | set(whole.focus)


def _associations(whole: Subgraph, hidden: ViewFilter, connected: Connected) -> tuple[Facet[str], ...]:
    passing = _passing(whole, hidden)
    links: dict[str, list[Association]] = defaultdict(list)
    for link in whole.associations:
        links[_type(link)].append(link)
    counts: Counter[str] = Counter()
    for type_, of_type in links.items():
        kept = passing & connected.with_(of_type if type_ in hidden.associations else ())
        counts[type_] = sum(link.source in kept and link.destination in kept for link in of_type)
    return _listed(links, counts, hidden.associations)


def _listed(values: Iterable[V], counts: Counter[V], hidden: frozenset[V]) -> tuple[Facet[V], ...]:
    return tuple(Facet(value, counts[value], value in hidden) for value in sorted(set(values)))
