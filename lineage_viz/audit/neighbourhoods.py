"""The lineage in memory for the reviews of many models: each entity and association is made once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lineage_viz.audit.finder import UNFINISHED
from lineage_viz.audit.subject import SUBJECTS
from lineage_viz.model import (
    Association,
    Direction,
    Entity,
    EntityLabel,
    SnapshotInfo,
    Subgraph,
    association_order,
    existed,
)
from lineage_viz.store.base import (
    UNLIMITED,
    Counts,
    FactCounts,
    Neighbor,
    Page,
    Paths,
    Schema,
    Store,
    Trace,
    cut_at,
)
from lineage_viz.store.facet import Facet
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.heterograph import Adjacency, Parallel, peek, peek_association
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order
from lineage_viz.store.walk import both_ways, distances, nearest, step

_UNFINISHED = Filter(labels=frozenset({EntityLabel.TRIAL_COMPONENT}), states=frozenset(UNFINISHED))
"""Jobs that may be attempts of a job that made a model: they have no outputs, so no trace finds them."""

_HUB = 100
"""More associations than a lineage of one model usually has entities."""


@dataclass(frozen=True)
class Gathered:
    """Everything around these entities of a store, read with one trace, as lineage to load."""

    info: SnapshotInfo
    graph: Subgraph
    more: tuple[Entity, ...]
    """Entities without their associations."""

    def entities(self) -> Iterable[Entity]:
        """All entities."""
        return (*self.graph.entities, *self.more)

    def associations(self) -> Iterable[Association]:
        """All associations."""
        return self.graph.associations


def _in_memory(store: Store) -> LocalStore:
    """Return the store itself if it is in memory; else everything around its models and endpoints, in memory."""
    if isinstance(store, LocalStore):
        return store
    every = store.search(filter_=SUBJECTS, limit=UNLIMITED).entities
    near = store.trace([each.arn for each in every], down=2, cap=UNLIMITED)
    beside = store.trace([each.arn for each in near.entities], up=1, down=0, cap=UNLIMITED)
    attempts = store.search(filter_=_UNFINISHED, limit=UNLIMITED).entities
    return LocalStore([Gathered(SnapshotInfo("memory"), beside, attempts)])


class Neighbourhoods(Store):
    """A store that answers traces and neighbours from memory; every other question goes to the store itself.

    The entities and associations of an answer are the same as those of the store, in any order.
    """

    def __init__(self, store: Store, snapshots: tuple[SnapshotInfo, ...]) -> None:
        """Read what the store does not have in memory. Raises StoreUnavailable."""
        self._store, self._snapshots, self._memory = store, snapshots, _in_memory(store)
        self._data = self._memory.data
        self._before = _kept(self._data.predecessors)
        self._behind = _kept(self._data.successors)
        self._entities: dict[str, Entity] = {}
        self._after: dict[str, list[tuple[str, Association]]] = {}
        self._pairs: dict[tuple[str, str], list[Association]] = {}

    def recorded_names(self) -> Mapping[str, int]:
        """Ask the store itself."""
        return self._store.recorded_names()

    def words_like(self, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Ask the store itself."""
        return self._store.words_like(words)

    def numbers(self, words: Sequence[str]) -> Mapping[str, int]:
        """Ask the store itself."""
        return self._store.numbers(words)

    def get(self, arn: str) -> Entity:
        """Return one entity. Raises EntityNotFound."""
        found = self._entities.get(arn)
        if found is not None:
            return found
        if arn not in self._data.nodes:
            return self._store.get(arn)
        # Its properties are a dictionary: many reviews read the same ones.
        found = self._entities[arn] = peek(arn, dict(self._data.nodes[arn].items()))
        return found

    def every(self) -> Iterable[Entity]:
        """Return all entities in memory."""
        return map(self.get, self._data.nodes)

    def follow(self, trace: Trace) -> Subgraph:
        """Answer a trace without expanded sides. Raises EntityNotFound."""
        up = self._hops(trace.focus, self._before, trace.up, trace.filter_)
        down = self._hops(trace.focus, self._behind, trace.down, trace.filter_)
        hops = both_ways(up, down) if len(up) > len(trace.focus) else down
        cap = max(trace.cap, len(trace.focus))
        kept = dict.fromkeys(nearest(hops, cap)) if len(hops) > cap else hops
        return Subgraph(
            entities=tuple(map(self.get, kept)),
            associations=tuple(self._among(kept, trace.filter_)),
            focus=trace.focus,
            hops=hops if kept is hops else {arn: hops[arn] for arn in kept},
            truncated=cut_at(len(kept), len(hops) - len(kept)),
        )

    def neighbors(
        self, arn: str, direction: Direction = Direction.BOTH, *, filter_: Filter = NO_FILTER
    ) -> tuple[Neighbor, ...]:
        """Return the entities one association away."""
        return tuple(self._sides(arn, direction, filter_))

    def _sides(self, arn: str, direction: Direction, filter_: Filter) -> Iterator[Neighbor]:
        for side, others in (
            (Direction.UPSTREAM, self._before),
            (Direction.DOWNSTREAM, self._behind),
        ):
            if direction not in (side, Direction.BOTH):
                continue
            for other in sorted(others[arn]):
                if filter_.passes(self.get(other)):
                    ends = (other, arn) if side is Direction.UPSTREAM else (arn, other)
                    yield from (Neighbor(self.get(other), each, side) for each in self._between(*ends))

    def _hops(
        self, focus: tuple[str, ...], adjacency: Adjacency, depth: int, filter_: Filter
    ) -> dict[str, int]:
        """The hops to each entity within the depth."""
        if not depth:
            return dict.fromkeys(focus, 0)
        passes = None if filter_ == NO_FILTER else lambda arn: filter_.passes(self.get(arn))
        return distances(focus, step(adjacency, filter_), depth, passes)

    def _among(self, arns: Mapping[str, object], filter_: Filter) -> Iterable[Association]:
        """The associations between these entities. A hub may have far more than there are entities."""
        found = [
            link for source in arns for destination, link in self._links(source, arns) if destination in arns
        ]
        return found if filter_.as_of is None else (each for each in found if _exists(each, filter_))

    def _links(self, source: str, arns: Mapping[str, object]) -> Iterable[tuple[str, Association]]:
        """All associations of an entity downstream, each with its end; of a hub those to these entities."""
        known = self._after.get(source)
        if known is not None:
            return known
        after = self._behind[source]
        if len(after) > _HUB:
            known_after = after.keys()
            near = [arn for arn in arns if arn in known_after]
            return [(arn, each) for arn in near for each in self._between(source, arn)]
        found = self._after[source] = [(arn, each) for arn in after for each in self._between(source, arn)]
        return found

    def _between(self, source: str, destination: str) -> list[Association]:
        found = self._pairs.get((source, destination))
        if found is None:
            parallel = self._behind[source][destination].items()
            found = [peek_association(source, destination, key, attributes) for key, attributes in parallel]
            if len(found) > 1:
                found.sort(key=association_order)
            self._pairs[source, destination] = found
        return found

    @property
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The loaded snapshots."""
        return self._snapshots

    @property
    def gaps(self) -> tuple[str, ...]:
        """The parts that the loaded snapshots lack, in words."""
        return self._store.gaps

    @cached_property
    def _counts(self) -> Counts:
        return self._store.counts()

    def counts(self) -> Counts:
        """Count the entities and associations."""
        return self._counts

    def schema(self) -> Schema:
        """Count the entities of each type."""
        return self._store.schema()

    def tally(self, text: str = "", *, filter_: Filter = NO_FILTER) -> Mapping[Facet, int]:
        """Count the hits of a search by their values."""
        return self._store.tally(text, filter_=filter_)

    def fact_counts(self) -> FactCounts:
        """Count the entities by state and person."""
        return self._store.fact_counts()

    def search(
        self,
        text: str = "",
        *,
        filter_: Filter = NO_FILTER,
        order: Order | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """Search entities."""
        return self._store.search(text, filter_=filter_, order=order, limit=limit, offset=offset)

    def degrees(self, arns: Iterable[str], *, filter_: Filter = NO_FILTER) -> Mapping[str, tuple[int, int]]:
        """Count the entities one association away."""
        return self._store.degrees(arns, filter_=filter_)

    def paths(self, source: str, destination: str, *, limit: int = 100, max_hops: int = 20) -> Paths:
        """Return the paths from one entity to another."""
        return self._store.paths(source, destination, limit=limit, max_hops=max_hops)


class _Kept(dict[str, Mapping[str, Parallel]]):
    """The neighbours of entities that somebody asked for: many reviews walk over the same ones."""

    def __init__(self, every: Adjacency) -> None:
        self._every = every

    def __missing__(self, arn: str) -> Mapping[str, Parallel]:
        found = self[arn] = self._every[arn]
        return found


def _kept(every: Adjacency) -> Adjacency:
    return every if isinstance(every, dict) else _Kept(every)


def _exists(link: Association, filter_: Filter) -> bool:
    return filter_.as_of is None or existed(link.properties, filter_.as_of)
