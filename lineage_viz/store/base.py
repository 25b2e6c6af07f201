"""The store contract: all that pages and the command line know of storage."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from lineage_viz.model import (
    Association,
    Direction,
    Entity,
    SnapshotInfo,
    Subgraph,
    Truncation,
    TypeKey,
)

DEFAULT_CAP = 500
"""Entities in one trace unless asked otherwise: what a person can still read in one picture."""

UNLIMITED = 1_000_000
"""A depth no lineage reaches; what "all the way" means."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a trace or a search may touch; an empty set means all. Times are compared inclusively, in UTC.

    An entity without a creation time passes only where neither time is given.
    """

    labels: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    associations: frozenset[str] = frozenset()
    created_after: datetime | None = None
    created_before: datetime | None = None

    def passes(self, entity: Entity) -> bool:
        """Whether an entity may be in the answer (associations are checked while walking)."""
        if self.labels and entity.label not in self.labels:
            return False
        if self.types and entity.type not in self.types:
            return False
        if self.created_after is None and self.created_before is None:
            return True
        created = entity.created
        return (
            created is not None
            and (self.created_after is None or created >= self.created_after)
            and (self.created_before is None or created <= self.created_before)
        )


NO_FILTER = Filter()


@dataclass(frozen=True, slots=True)
class Trace:
    """The question of one trace, as `Store.trace` hands it to a store; its fields are the arguments of that."""

    focus: tuple[str, ...]
    """ARNs, each once."""
    up: int
    """Hops upstream."""
    down: int
    """Hops downstream."""
    filter_: Filter
    cap: int
    """The most entities that the walk keeps."""
    expand: tuple[tuple[Direction, str], ...]
    """Sides to add after the walk, each with the entity beside it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is loaded."""

    entities: int = 0
    associations: int = 0
    labels: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[TypeKey, int] = field(default_factory=dict)
    association_types: Mapping[str, int] = field(default_factory=dict)
    unresolved: int = 0


@dataclass(frozen=True, slots=True)
class Schema:
    """The heterograph's types: how many entities of each, and how many associations lead from which to which.

    `associations` is keyed by the type of the source, the association type and the type of the destination.
    The order of either means nothing.
    """

    types: Mapping[TypeKey, int] = field(default_factory=dict)
    associations: Mapping[tuple[TypeKey, str, TypeKey], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of a ranked answer; `total` counts all hits, also those outside the slice."""

    entities: tuple[Entity, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Neighbor:
    """An entity one association away; `direction` is seen from the entity asked about."""

    entity: Entity
    association: Association
    direction: Direction


@dataclass(frozen=True, slots=True)
class Paths:
    """Ways from one entity to another, shortest first; each is the ARNs passed, both ends included."""

    paths: tuple[tuple[str, ...], ...]
    truncated: Truncation | None = None


def cut_at(kept: int, left_out: int) -> Truncation | None:
    """What a trace says of entities that it leaves out, if any."""
    return Truncation(f"cut at {kept:,} entities", left_out) if left_out else None


class LineageSource(Protocol):
    """What a store is loaded from: an opened snapshot folder, or a generated account."""

    @property
    def info(self) -> SnapshotInfo:
        """Which account, region and time it is of."""

    def entities(self) -> Iterable[Entity]:
        """All entities, in any order; an ARN may occur again in another source."""

    def associations(self) -> Iterable[Association]:
        """All associations, in any order; both ends of each are among the entities of some source."""


class Store(ABC):
    """A loaded snapshot that answers questions. Answers never change once given.

    Two stores with the same snapshot give equal answers, in the same order.
    """

    @property
    @abstractmethod
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The snapshots loaded, oldest first; empty when nothing is."""

    @property
    def edition(self) -> str:
        """What pages keep their own results by: another one when answers may be others."""
        return repr(self.snapshots)

    def check(self) -> None:
        """Raises StoreUnavailable when no question can be answered at the moment."""
        _ = self.snapshots

    @abstractmethod
    def counts(self) -> Counts:
        """How much is loaded, by label, type and association type."""

    @abstractmethod
    def schema(self) -> Schema:
        """How much is loaded of what, and what is associated with what; unresolved entities as any other."""

    @abstractmethod
    def get(self, arn: str) -> Entity:
        """One entity. Raises EntityNotFound."""

    @abstractmethod
    def search(
        self, text: str = "", *, filter_: Filter = NO_FILTER, limit: int = 50, offset: int = 0
    ) -> Page:
        """Entities whose title, name, ARN, source URI or type contain every word of `text`, case ignored.

        Ranked: the whole title or ARN, then a title that starts with the text, then all words in the title,
        then the rest; within a rank newest first, what has no time last, then by ARN. An empty text lists
        everything. Of the filter, association types do not matter here.
        """

    @abstractmethod
    def neighbors(
        self, arn: str, direction: Direction = Direction.BOTH, *, filter_: Filter = NO_FILTER
    ) -> tuple[Neighbor, ...]:
        """Entities one association away, upstream first, each side by ARN and association type.

        An association from an entity to itself is met on both sides. Raises EntityNotFound.
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
    ) -> Subgraph:
        """Everything within `up` hops upstream and `down` hops downstream of the focus entities.

        Nearest first, upstream first, then by ARN, until `cap` entities are held; the rest is counted in
        `truncated`. The filter bounds the walk (what does not pass is neither kept nor passed through) but never
        the focus.
        All associations between the entities kept (of the filter's types) are in the answer, by source,
        destination and type. Upstream and downstream are walked apart: what is upstream of a focus is not
        followed downstream again. What is reached both ways has the hops of the nearer, upstream if equal.
        The focus is kept whatever the cap. Then, in this order, for each side and entity of `expand` that is
        in the answer by then, what is one hop further to that side is added, by ARN, up to DEFAULT_CAP each.
        Raises EntityNotFound.
        """
        return self.follow(Trace(tuple(dict.fromkeys(focus)), up, down, filter_, cap, tuple(expand)))

    @abstractmethod
    def follow(self, trace: Trace) -> Subgraph:
        """Answer a trace, as `trace` describes. Raises EntityNotFound."""

    @abstractmethod
    def degrees(self, arns: Iterable[str]) -> Mapping[str, tuple[int, int]]:
        """How many entities are one association upstream and downstream of each; an unknown ARN is left out."""

    @abstractmethod
    def paths(self, source: str, destination: str, *, limit: int = 100, max_hops: int = 20) -> Paths:
        """Simple paths along associations from `source` to `destination`, shortest first, then by ARN.

        At most `limit`, each at most `max_hops` long; `truncated` says when there may be more of that length.
        From an entity to itself there is one path, of that entity alone. Raises EntityNotFound.
        """
