"""The store contract: the only part of storage that pages and the command line know."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from lineage_viz.arn import NO_ROW
from lineage_viz.model import (
    Association,
    Direction,
    Entity,
    SnapshotInfo,
    Subgraph,
    Truncation,
    TypeKey,
)
from lineage_viz.store.facet import Facet
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.order import Order
from lineage_viz.words import NO_SNAPSHOT, caveat_words, count, is_mix

DEFAULT_CAP = 500
"""Entities in one trace by default: as many as a person can read in one picture."""

UNLIMITED = 1_000_000
"""A depth that no lineage reaches: a trace without a limit of steps."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One trace as a question to a store. The fields are the arguments of `Store.trace`."""

    focus: tuple[str, ...]
    """ARNs, each once."""
    up: int
    """Hops upstream."""
    down: int
    """Hops downstream."""
    filter_: Filter
    cap: int
    """The maximum number of entities that the walk keeps, not counting the expanded sides."""
    expand: tuple[tuple[Direction, str], ...]
    """Sides to expand after the walk, each with its entity."""
    without: frozenset[str] = frozenset()
    """ARNs that the walk neither keeps nor passes through."""
    beside: tuple[tuple[str, int], ...] = ()
    """ARNs that the answer has as well, each with its hop, after the walk and before the expanded sides."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of loaded entities and associations."""

    entities: int = 0
    associations: int = 0
    labels: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[TypeKey, int] = field(default_factory=dict)
    association_types: Mapping[str, int] = field(default_factory=dict)
    unresolved: int = 0


@dataclass(frozen=True, slots=True)
class Schema:
    """The heterograph's types: the number of entities of each type, and of associations between the types.

    The key of `associations` is the type of the source, the association type and the type of the destination.
    The order of the keys has no meaning.
    """

    types: Mapping[TypeKey, int] = field(default_factory=dict)
    associations: Mapping[tuple[TypeKey, str, TypeKey], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactCounts:
    """The numbers of entities by the values of facts that a list can be filtered by. The order has no meaning."""

    states: Mapping[str, int] = field(default_factory=dict)
    """By state, as `state_of` gives it; without those that have none."""
    people: Mapping[str, int] = field(default_factory=dict)
    """By person: the entities that this person owns or decided about."""
    live: int = 0
    unapproved: int = 0
    """The packages that an endpoint serves now, or may serve, without approval."""
    live_unread: int = 0
    """The packages and endpoints of which it was not read if they are live."""
    metrics: Mapping[str, int] = field(default_factory=dict)
    """By the name of the key metric."""
    states_of_types: Mapping[tuple[TypeKey, str], int] = field(default_factory=dict)
    """By type and state; an empty text is no state."""


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of a ranked answer; `total` counts all hits, also those outside the slice."""

    entities: tuple[Entity, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Neighbor:
    """An entity one association away; `direction` is the direction from the entity in the question to this one."""

    entity: Entity
    association: Association
    direction: Direction


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths from one entity to another, shortest first. A path lists its ARNs, both ends included."""

    paths: tuple[tuple[str, ...], ...]
    truncated: Truncation | None = None


def cut_at(kept: int, left_out: int) -> Truncation | None:
    """Return the truncation of a trace that leaves out entities; None when it leaves out none."""
    return Truncation(f"cut at {count(kept, 'entity', 'entities')}", left_out) if left_out else None


class LineageSource(Protocol):
    """Lineage that a store can load: an opened snapshot folder, or a generated account."""

    @property
    def info(self) -> SnapshotInfo:
        """Path, account, region and time of the lineage."""

    def entities(self) -> Iterable[Entity]:
        """All entities, in any order; another source may contain the same ARN."""

    def associations(self) -> Iterable[Association]:
        """All associations, in any order; the entities of all sources together contain both ends of each."""


Source = TypeVar("Source", bound=LineageSource)


def oldest_first(sources: Iterable[Source]) -> list[Source]:
    """Return sources in the order in which a store loads them; those without a time come before all others."""
    return sorted(sources, key=lambda each: each.info.taken.timestamp() if each.info.taken else -math.inf)


def gaps_of(snapshots: Iterable[SnapshotInfo]) -> tuple[str, ...]:
    """Return the parts that snapshots lack, in words. A load that may be mixed with all of them is named once."""
    gaps = [reason for info in snapshots for reason in info.incomplete]
    return tuple(each for n, each in enumerate(gaps) if not (is_mix([each]) and each in gaps[:n]))


def caveat_of(snapshots: Sequence[SnapshotInfo]) -> str:
    """Return the words about the completeness of the foreign folders among snapshots; empty without one.

    Of several snapshots, only the whole graph knows the ends without a row: another one may have it.
    """
    if not snapshots:
        return NO_SNAPSHOT
    folders = [info for info in snapshots if info.folder]
    ends = folders[0].without_row if folders and len(snapshots) == 1 else 0
    return caveat_words(ends) if folders else ""


class Store(ABC):
    """Loaded snapshots that answer questions. An answer never changes afterwards.

    Two stores with the same snapshots give equal answers, in the same order.
    """

    @property
    @abstractmethod
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The loaded snapshots, oldest first; empty when none is loaded."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """The parts that the loaded snapshots lack, and the files that a folder has but that are not read, in words."""
        return gaps_of(self.snapshots)

    @property
    def caveat(self) -> str:
        """The words about the completeness of foreign folders, also of adopted ones; empty for exports alone.

        A graph without a loaded snapshot is another tool's, and shows nothing about its completeness either.
        """
        snapshots = self.snapshots
        if len(snapshots) > 1 and any(info.without_row for info in snapshots if info.folder):
            return caveat_words(self.fact_counts().states.get(NO_ROW, 0))
        return caveat_of(snapshots)

    @property
    def edition(self) -> str:
        """A text that changes when answers may change; pages use it as the key of their cached results."""
        return repr(self.snapshots)

    @property
    def loading(self) -> bool:
        """True when a load has started and has not ended, so that anything may be missing. Never in memory.

        Entities without a loaded snapshot and without such a load are another tool's.
        """
        return False

    def check(self) -> None:
        """Check that the store can answer. Raises StoreUnavailable when it cannot answer any question now."""
        _ = self.snapshots

    @abstractmethod
    def counts(self) -> Counts:
        """Count the entities by label and type, and the associations by type."""

    @abstractmethod
    def schema(self) -> Schema:
        """Count the entities of each type and the associations between types; unresolved entities count too."""

    @abstractmethod
    def fact_counts(self) -> FactCounts:
        """Count the entities by state and person, the live ones, and the ones that are live without approval."""

    @abstractmethod
    def recorded_names(self) -> Mapping[str, int]:
        """Count the entities by the names of parameters and metrics, and by tags, images and served versions.

        The keys are fields of `recorded_text`: `§eta`, `¶validation:auc`, `†team=churn`. The order has no meaning.
        """

    @abstractmethod
    def words_like(self, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each word the recorded ones that differ by one typing mistake, in the order of the alphabet.

        A word is folded and has at least four letters from a to z, and nothing else; any other has none.
        """

    @abstractmethod
    def numbers(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return for each word the number of entities that a search for it alone finds, all in one round trip."""

    @abstractmethod
    def get(self, arn: str) -> Entity:
        """Return one entity. Raises EntityNotFound."""

    @abstractmethod
    def search(
        self,
        text: str = "",
        *,
        filter_: Filter = NO_FILTER,
        order: Order | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """Search entities whose recorded texts together contain every word of `text`.

        The search ignores case, takes `_` as `-` and a plural as the singular, too. It ignores the association types of
        the filter. An empty text lists all entities.
        Order: as `order` says. Without it, the best match first, by `Rank`: a text that equals the title or ARN (of
        a model or endpoint, then of other entities, then of actions: a deployment has the name and the source of
        its endpoint), an address that equals the source or another searched field, the same of an action, an address
        that one of them or the ARN ends with after a separator (`model-package/fraud/1`), the same of an action,
        titles that start with the text, titles with all words, names, sources, states and facts with all words, then
        the rest. Within equals: by `tier`, newest first, entities without a time last, then by ARN.
        """

    @abstractmethod
    def tally(self, text: str = "", *, filter_: Filter = NO_FILTER) -> Mapping[Facet, int]:
        """Count the hits of a search by the values that a list can be filtered by. The order has no meaning."""

    @abstractmethod
    def neighbors(
        self, arn: str, direction: Direction = Direction.BOTH, *, filter_: Filter = NO_FILTER
    ) -> tuple[Neighbor, ...]:
        """Return the entities one association away, upstream first, each side by ARN and association type.

        An association from an entity to itself is on both sides. Raises EntityNotFound.
        """

    def trace(
        self,
        focus: Sequence[str],
        *,
        up: int = UNLIMITED,
        down: int = UNLIMITED,
        filter_: Filter = NO_FILTER,
        cap: int = DEFAULT_CAP,
        expand: Sequence[tuple[Direction, str]] = (),
        without: Iterable[str] = (),
        beside: Mapping[str, int] | None = None,
    ) -> Subgraph:
        """Return all entities within `up` hops upstream and `down` hops downstream of the focus entities.

        Order and cap: nearest first, then upstream first, then by ARN, up to `cap` entities; `truncated` counts the
        rest. The answer always contains the focus, whatever the cap.
        Filter: the walk neither keeps nor passes through entities that the filter excludes. It never excludes the
        focus.
        Directions: the trace walks upstream and downstream separately. It does not follow an upstream entity
        downstream again. An entity that both walks reach has the smaller distance; if equal, the upstream one.
        Associations: the answer contains all associations between its entities (of the filter's types), by source,
        destination and type.
        Expand: afterwards, for each side and entity of `expand`, in this order, if the answer contains the entity:
        the trace adds the entities one hop further on that side, by ARN, up to DEFAULT_CAP for each. The same side
        again adds the next ones. Their distance is one more than that of the entity; its sign is that of the side.
        Without: the walk treats these ARNs as if the filter excluded them. An expanded side may add them.
        Beside: after the walk and before the expanded sides, the answer gets these entities at these hops, whatever
        the cap, if the store has them, they pass the filter, and the walk has not met them. They are by ARN.
        Raises EntityNotFound.
        """
        return self.follow(
            Trace(
                tuple(dict.fromkeys(focus)), up, down, filter_, cap, tuple(expand), frozenset(without),
                tuple(sorted((beside or {}).items())),
            )
        )  # fmt: skip

    @abstractmethod
    def follow(self, trace: Trace) -> Subgraph:
        """Answer a trace, as described in `trace`. Raises EntityNotFound."""

    @abstractmethod
    def degrees(self, arns: Iterable[str], *, filter_: Filter = NO_FILTER) -> Mapping[str, tuple[int, int]]:
        """Count the entities one association upstream and downstream of each ARN; skip unknown ARNs.

        Only entities and associations that pass the filter count. It never excludes the ARNs themselves.
        """

    @abstractmethod
    def paths(self, source: str, destination: str, *, limit: int = 100, max_hops: int = 20) -> Paths:
        """Return the simple paths along associations from `source` to `destination`, shortest first, then by ARN.

        The answer has at most `limit` paths of at most `max_hops` hops; `truncated` is set when more may exist.
        The only path from an entity to itself is that entity. Raises EntityNotFound.
        """
