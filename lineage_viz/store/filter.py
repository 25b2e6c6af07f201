"""The entities and associations that a question to a store may use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.evidence.state import is_live_unread, state_of
from lineage_viz.evidence.words import APPROVED
from lineage_viz.model import Entity, EntityLabel, existed
from lineage_viz.recorded_text import Kind, fold, recorded_fields
from lineage_viz.search_text import SEARCH_RECORD, SEARCH_TEXT, SEARCH_TITLE, derived_texts
from lineage_viz.store.recorded import Recorded


@dataclass(frozen=True, slots=True)
class Filter:
    """The entities and associations that a trace or a search may use; an empty set means all.

    All times are inclusive, in UTC. An entity without a creation time passes only when neither `created_after` nor
    `created_before` is given. `as_of` means the lineage at that time: the entities and associations that existed
    then, and those without a creation time.
    """

    labels: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    associations: frozenset[str] = frozenset()
    created_after: datetime | None = None
    created_before: datetime | None = None
    as_of: datetime | None = None
    states: frozenset[str] = frozenset()
    """States as `state_of` gives them; an empty text is no state."""
    people: frozenset[str] = frozenset()
    """Persons who own an entity or decided about it."""
    deciders: frozenset[str] = frozenset()
    """Persons who decided about an entity."""
    decided_after: datetime | None = None
    decided_before: datetime | None = None
    """The first and the last time of the decision in force; both are inclusive."""
    accounts: frozenset[str] = frozenset()
    """Accounts that the entities are of, as recorded."""
    live: bool = False
    """Only packages that an endpoint serves now, and endpoints that serve one."""
    live_unread: bool = False
    """Only packages and endpoints of which it was not read if they are live."""
    unapproved: bool = False
    """Only packages that an endpoint serves now, or may serve, without approval."""
    serves_unapproved: bool = False
    """Only endpoints that serve, or may serve, a model without approval."""
    metrics: frozenset[str] = frozenset()
    """Names of metrics: of key metrics, and of all recorded ones."""
    metric_from: float | None = None
    metric_to: float | None = None
    """The least and the greatest number of a metric; both are inclusive. Without names, the key metric counts."""
    words: frozenset[str] = frozenset()
    """Words of a search, folded: an entity has all of them in its recorded texts."""
    recorded: Recorded | None = None
    """A condition about the recorded texts."""
    arns: frozenset[str] | None = None
    """Only these entities, such as the rows of a prepared question; an empty set means none, and None all."""
    also: "tuple[Filter, ...]" = ()
    """Filters that an entity must pass as well; their associations and their time of the lineage do not count."""
    without: "tuple[Filter, ...]" = ()
    """Filters of which an entity passes none."""

    @property
    def by_facts(self) -> bool:
        """True when the filter needs more of an entity than its label, type and time."""
        return bool(
            self.states
            or self.people
            or self.deciders
            or self.by_decision_time
            or self.accounts
            or self.live
            or self.live_unread
            or self.unapproved
            or self.serves_unapproved
            or self.by_metric
        )

    @property
    def recorded_metric(self) -> Recorded | None:
        """The condition of the metric about the recorded ones; None when the key metric alone counts."""
        names = frozenset(map(fold, self.metrics))
        return Recorded(Kind.METRIC, names, least=self.metric_from, most=self.metric_to) if names else None

    @property
    def by_metric(self) -> bool:
        """True when the filter needs the key metric of an entity."""
        return bool(self.metrics) or self.metric_from is not None or self.metric_to is not None

    @property
    def by_decision_time(self) -> bool:
        """True when the filter needs the time of the decision about an entity."""
        return self.decided_after is not None or self.decided_before is not None

    def passes(self, entity: Entity) -> bool:
        """True when an entity may be in the answer (the walk itself checks the associations)."""
        if self.labels and entity.label not in self.labels:
            return False
        if self.arns is not None and entity.arn not in self.arns:
            return False
        if self.types and entity.type not in self.types:
            return False
        if not existed(entity.properties, self.as_of):
            return False
        if self.by_facts and not self._has_facts(entity):
            return False
        if self.words and not has_words(entity, self.words):
            return False
        if self.recorded and not self.recorded.passes(recorded_fields(entity)):
            return False
        if any(each.passes(entity) for each in self.without):
            return False
        if not all(each.passes(entity) for each in self.also):
            return False
        return _is_within(entity.created, self.created_after, self.created_before)

    def _has_facts(self, entity: Entity) -> bool:
        return (
            (not self.states or state_of(entity) in self.states)
            and (not self.people or not self.people.isdisjoint(people_of(entity)))
            and (not self.deciders or entity.text("decidedby") in self.deciders)
            and _is_within(decided_at(entity), self.decided_after, self.decided_before)
            and (not self.accounts or entity.text("account") in self.accounts)
            and (not self.live or is_live(entity))
            and (not self.live_unread or is_live_unread(entity))
            and (not self.unapproved or is_unapproved(entity))
            and (not self.serves_unapproved or serves_unapproved(entity))
            and (not self.by_metric or self._has_metric(entity))
        )

    def _has_metric(self, entity: Entity) -> bool:
        recorded = self.recorded_metric
        return self._has_key_metric(entity) or bool(recorded and recorded.passes(recorded_fields(entity)))

    def _has_key_metric(self, entity: Entity) -> bool:
        name, number = metric_of(entity)
        return (
            (not self.metrics or name in self.metrics)
            and number is not None
            and (self.metric_from is None or number >= self.metric_from)
            and (self.metric_to is None or number <= self.metric_to)
        )


def _is_within(time: datetime | None, first: datetime | None, last: datetime | None) -> bool:
    """True for a time between two; without a time, only when there are no bounds."""
    if first is None and last is None:
        return True
    return time is not None and (first is None or time >= first) and (last is None or time <= last)


def decided_at(entity: Entity) -> datetime | None:
    """Return the time of the decision in force about an entity, if it is known."""
    value = entity.properties.get("decidedat")
    return value if isinstance(value, datetime) else None


def people_of(entity: Entity) -> set[str]:
    """Return the owner of an entity and the person who decided about it, as far as they are known."""
    return set(filter(None, (entity.text("owner"), entity.text("decidedby"))))


def metric_of(entity: Entity) -> tuple[str, float | None]:
    """Return the name and the number of the key metric; empty and None without one."""
    number = entity.properties.get("metricvalue")
    return entity.text("metricname"), float(number) if isinstance(number, int | float) else None


def is_live(entity: Entity) -> bool:
    """Return True for a package that an endpoint serves now, and for an endpoint that serves something."""
    return bool(entity.text("servedby") or entity.text("serves"))


def is_unapproved(entity: Entity) -> bool:
    """Return True for a model that an endpoint serves or may serve, and that is not approved or not confirmed."""
    if entity.text("servedby"):
        return entity.text("approval") != APPROVED or bool(entity.text("unapproved"))
    return entity.label == EntityLabel.ARTIFACT and bool(entity.text("unapproved"))


def serves_unapproved(entity: Entity) -> bool:
    """Return True for an endpoint that serves, or may serve, a model without approval."""
    return entity.type == "Endpoint" and bool(entity.text("unapproved"))


def has_words(entity: Entity, words: Iterable[str]) -> bool:
    """Return True when each word, folded, is in a recorded text of the entity."""
    texts = derived_texts(entity)
    searched = texts[SEARCH_TITLE], texts[SEARCH_TEXT], texts[SEARCH_RECORD]
    return all(any(word in text for text in searched) for word in words)


NO_FILTER = Filter()
