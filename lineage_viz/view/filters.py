"""The filters of a picture, and the count that each filter shows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from lineage_viz.arn import Arn
from lineage_viz.evidence.state import state_of
from lineage_viz.model import Association, Entity, Subgraph, TypeKey
from lineage_viz.title import title
from lineage_viz.view.connected import Connected

V = TypeVar("V", str, TypeKey)

_NONE: frozenset[str] = frozenset()


class Values(NamedTuple):
    """The values of an entity by which filters leave it out. Thousands of entities share a few of them."""

    label: str
    type: TypeKey
    status: str
    account: str

    @classmethod
    def of(cls, entity: Entity) -> "Values":
        """Return the values of an entity."""
        return cls(entity.label, type_key(entity), state_of(entity), account_of(entity))


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

    def shows(self, values: Values) -> bool:
        """True when the filter leaves out none of the values."""
        return not (
            values.label in self.labels
            or values.type in self.types
            or values.status in self.statuses
            or values.account in self.accounts
        )

    def matches(self, entity: Entity) -> bool:
        """True when the entity was created in the period, and contains the text."""
        return self._in_time(entity) and self._has_text(entity)

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


def account_of(entity: Entity) -> str:
    """The account in the ARN of an entity; empty when the ARN has none."""
    return Arn.parse(entity.arn).account


@dataclass(frozen=True)
class Filtered:
    """The entities of `whole` that the filters of entities in `hidden` leave in. One walk finds their values."""

    whole: Subgraph
    hidden: ViewFilter

    @cached_property
    def values(self) -> dict[str, Values]:
        """The values of every entity, by ARN."""
        return {entity.arn: Values.of(entity) for entity in self.whole.entities}

    @cached_property
    def matching(self) -> frozenset[str]:
        """The ARNs of the entities in the period and with the text; the focus always."""
        found = (entity.arn for entity in self.whole.entities if self.hidden.matches(entity))
        return frozenset(found).union(self.whole.focus)

    @cached_property
    def passing(self) -> frozenset[str]:
        """The ARNs that all filters leave in; the focus always."""
        shown = {values for values in set(self.values.values()) if self.hidden.shows(values)}
        found = (arn for arn, values in self.values.items() if values in shown)
        return self.matching.intersection(found).union(self.whole.focus)


def facets(filtered: Filtered, connected: Connected) -> Facets:
    """Return the values in a subgraph, each list sorted by value.

    The count of a value is the number of entities (or associations) that are shown when the value is. That includes
    the focus, which no filter hides.
    """
    whole, hidden, values = filtered.whole, filtered.hidden, filtered.values
    focus = values.keys() & set(whole.focus)
    there = (filtered.matching & connected.now) - focus
    alike = Counter(own for arn, own in values.items() if arn in there)
    different = set(values.values())

    def counted(
        value_of: Callable[[Values], V], out: frozenset[V], others: ViewFilter
    ) -> tuple[Facet[V], ...]:
        counts = Counter(value_of(values[arn]) for arn in focus)
        for each, number in alike.items():
            if others.shows(each):
                counts[value_of(each)] += number
        return _listed(map(value_of, different), counts, out)

    return Facets(
        labels=counted(lambda own: own.label, hidden.labels, replace(hidden, labels=_NONE)),
        types=counted(lambda own: own.type, hidden.types, replace(hidden, types=frozenset())),
        statuses=counted(lambda own: own.status, hidden.statuses, replace(hidden, statuses=_NONE)),
        accounts=counted(lambda own: own.account, hidden.accounts, replace(hidden, accounts=_NONE)),
        associations=_associations(filtered, connected),
    )


def _type(association: Association) -> str:
    return str(association.type)


def _associations(filtered: Filtered, connected: Connected) -> tuple[Facet[str], ...]:
    hidden = filtered.hidden.associations
    links: dict[str, list[Association]] = defaultdict(list)
    for link in filtered.whole.associations:
        links[_type(link)].append(link)
    now = filtered.passing & connected.now
    counts: Counter[str] = Counter()
    for type_, of_type in links.items():
        kept = filtered.passing & connected.with_(of_type) if type_ in hidden else now
        counts[type_] = sum(link.source in kept and link.destination in kept for link in of_type)
    return _listed(links, counts, hidden)


def _listed(values: Iterable[V], counts: Counter[V], hidden: frozenset[V]) -> tuple[Facet[V], ...]:
    return tuple(Facet(value, counts[value], value in hidden) for value in sorted(set(values)))
