"""LocalStore: snapshots in memory, as a networkx graph over dictionaries or, for a large export, over columns."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import (
    Association,
    Direction,
    Entity,
    SnapshotInfo,
    Subgraph,
    association_order,
)
from lineage_viz.store.base import (
    DEFAULT_CAP,
    Counts,
    FactCounts,
    LineageSource,
    Neighbor,
    Page,
    Paths,
    Schema,
    Store,
    Trace,
    cut_at,
    oldest_first,
)
from lineage_viz.store.clashes import clashes
from lineage_viz.store.columns.choosing import is_for_columns
from lineage_viz.store.facet import Facet
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.heterograph import (
    GraphData,
    LineageData,
    association,
    build,
    entity,
    missing_end,
    peek,
)
from lineage_viz.store.indexes import Indexes, Parts, parts_of
from lineage_viz.store.order import Order
from lineage_viz.store.simple_paths import paths_between
from lineage_viz.store.walk import both_ways, distances, follows, further, nearest, step
from lineage_viz.system.gc_pause import gc_paused

if TYPE_CHECKING:
    from lineage_viz.store.heterograph import Heterograph

LARGE = 100_000
"""Number of entities from which the garbage collector must ignore the graph: scanning it takes too long."""


class LocalStore(Store):
    """Snapshots loaded as one graph in memory.

    Use it for graphs that fit in this machine's memory: up to about a million entities. Nothing that people see changes
    after construction, so any number of threads can ask at once. `LocalStore(())` is the empty store.
    """

    def __init__(self, sources: Iterable[LineageSource]) -> None:
        """Load sources, oldest first; sources without a time come before all others."""
        ordered = oldest_first(sources)
        self._snapshots = tuple(source.info for source in ordered)
        self._clashes = clashes(ordered)
        with gc_paused():
            self._lineage, parts = _loaded(ordered)
            self._indexes = Indexes(parts)
            if isinstance(self._lineage, GraphData) and len(self._lineage.nodes) >= LARGE:
                gc.freeze()
        self._counts = self._count()

    @property
    def data(self) -> LineageData:
        """The parts of the graph, shared: read them only."""
        return self._lineage

    def heterograph(self) -> "Heterograph":
        """Return the graph itself, frozen and shared: copy it (`nx.MultiDiGraph(graph)`) before changing anything.

        `lineage_viz.store.heterograph` describes nodes, keys and attributes.
        """
        return self._graph

    @property
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The loaded snapshots, oldest first."""
        return self._snapshots

    @property
    def gaps(self) -> tuple[str, ...]:
        """The parts that the loaded snapshots lack, and the rows of foreign folders that others replace, in words."""
        return (*super().gaps, *self._clashes)

    def counts(self) -> Counts:
        """Count the loaded entities and associations."""
        return self._counts

    def schema(self) -> Schema:
        """Count the entities of each type and the associations between types."""
        return self._schema

    def fact_counts(self) -> FactCounts:
        """Count the entities by state and person, and the live ones."""
        return self._indexes.fact_counts

    def recorded_names(self) -> Mapping[str, int]:
        """Count the entities by the names and values that a search offers."""
        return self._indexes.recorded_names

    def words_like(self, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each word the recorded ones that differ by one typing mistake."""
        return {each: self._indexes.words_like(each) for each in words}

    def numbers(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return for each word the number of entities that a search for it alone finds."""
        return {each: self.search(each, limit=1).total for each in words}

    def get(self, arn: str) -> Entity:
        """Return one entity. Raises EntityNotFound."""
        self._check(arn)
        return entity(arn, self._lineage.nodes[arn])

    def search(
        self,
        text: str = "",
        *,
        filter_: Filter = NO_FILTER,
        order: Order | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """Search entities that contain every word, and rank or sort them."""
        hits = self._indexes.search(text, filter_, order, limit, offset)
        return Page(tuple(map(self.get, hits.arns)), hits.total)

    def tally(self, text: str = "", *, filter_: Filter = NO_FILTER) -> Mapping[Facet, int]:
        """Count the hits of a search by the values that a list can be filtered by."""
        return self._indexes.tally(text, filter_)

    def neighbors(
        self, arn: str, direction: Direction = Direction.BOTH, *, filter_: Filter = NO_FILTER
    ) -> tuple[Neighbor, ...]:
        """Return the entities one association away. Raises EntityNotFound."""
        self._check(arn)
        sides = [Direction.UPSTREAM, Direction.DOWNSTREAM] if direction is Direction.BOTH else [direction]
        return tuple(neighbor for side in sides for neighbor in self._side(arn, side, filter_))

    def follow(self, trace: Trace) -> Subgraph:
        """Answer a trace. Raises EntityNotFound."""
        focus, filter_ = trace.focus, trace.filter_
        self._check(*focus)
        hops = both_ways(
            self._distances(focus, Direction.UPSTREAM, trace.up, filter_, trace.without),
            self._distances(focus, Direction.DOWNSTREAM, trace.down, filter_, trace.without),
        )
        met = set(hops)
        kept = nearest(hops, max(trace.cap, len(focus)))
        hops = {arn: hops[arn] for arn in kept}
        hops |= {arn: hop for arn, hop in trace.beside if arn not in hops and self._stands(arn, filter_)}
        met |= self._expand(hops, trace.expand, filter_)
        left_out = len(met - hops.keys())  # one that the walk left out may come in beside it
        kept = list(hops)
        return Subgraph(
            entities=tuple(map(self.get, kept)),
            associations=tuple(sorted(self._among(set(kept), filter_), key=association_order)),
            focus=focus,
            hops=hops,
            truncated=cut_at(len(kept), left_out),
        )

    def degrees(self, arns: Iterable[str], *, filter_: Filter = NO_FILTER) -> dict[str, tuple[int, int]]:
        """Count the entities one association upstream and downstream of each ARN."""
        up, down = self._lineage.predecessors, self._lineage.successors
        known = [arn for arn in arns if arn in self._lineage.nodes]
        if filter_ == NO_FILTER:
            return {arn: (len(up[arn]), len(down[arn])) for arn in known}
        before, after = step(up, filter_), step(down, filter_)

        @cache  # most entities are neighbours of several others
        def passes(arn: str) -> bool:
            return filter_.passes(self._peek(arn))

        return {arn: (sum(map(passes, before(arn))), sum(map(passes, after(arn)))) for arn in known}

    def paths(self, source: str, destination: str, *, limit: int = 100, max_hops: int = 20) -> Paths:
        """Return the paths from one entity to another, shortest first. Raises EntityNotFound."""
        self._check(source, destination)
        lineage = self._lineage
        return paths_between(lineage.successors, lineage.predecessors, (source, destination), limit, max_hops)

    @cached_property
    def _graph(self) -> "Heterograph":
        # Created after the freeze: its cached views refer back to it, and a frozen cycle is never freed.
        return self._lineage.graph()

    @cached_property
    def _schema(self) -> Schema:
        """The types, counted at the first use: few visitors need them."""
        return Schema(self._counts.types, dict(self._lineage.linked_types()))

    def _check(self, *arns: str) -> None:
        for arn in arns:
            if arn not in self._lineage.nodes:
                raise EntityNotFound(arn)

    def _peek(self, arn: str) -> Entity:
        """Return an entity without copying its properties; it must not leave this store."""
        return peek(arn, self._lineage.nodes[arn])

    def _stands(self, arn: str, filter_: Filter) -> bool:
        return arn in self._lineage.nodes and filter_.passes(self._peek(arn))

    def _distances(
        self,
        focus: tuple[str, ...],
        direction: Direction,
        depth: int,
        filter_: Filter,
        without: frozenset[str] = frozenset(),
    ) -> dict[str, int]:
        up = direction is Direction.UPSTREAM
        adjacency = self._lineage.predecessors if up else self._lineage.successors

        def passes(arn: str) -> bool:
            return arn not in without and filter_.passes(self._peek(arn))

        bounds_entities = bool(without) or filter_ != Filter(associations=filter_.associations)
        hop = step(adjacency, filter_)
        return distances(focus, hop, depth, passes if bounds_entities else None)

    def _expand(
        self, hops: dict[str, int], sides: Sequence[tuple[Direction, str]], filter_: Filter
    ) -> set[str]:
        """Add the entities one hop further on these sides; return all that are there, also those left out."""
        met: set[str] = set()
        for side, arn in sides:
            if arn not in hops:
                continue
            beyond = self._distances((arn,), side, 1, filter_)
            new = sorted(beyond.keys() - hops.keys())
            hops.update(dict.fromkeys(new[:DEFAULT_CAP], further(hops[arn], side)))
            met.update(new)
        return met

    def _among(self, arns: set[str], filter_: Filter) -> Iterator[Association]:
        """Yield the associations between these entities."""
        for source in arns:
            successors = self._lineage.successors[source]
            # Python iterates over the smaller of the two, so hubs cost nothing. This works for a set, not a frozenset.
            for destination in successors.keys() & arns:
                yield from self._between(source, destination, filter_)

    def _between(self, source: str, destination: str, filter_: Filter) -> Iterator[Association]:
        for key, attributes in self._lineage.successors[source][destination].items():
            if follows(key, attributes, filter_):
                yield association(source, destination, key, attributes)

    def _side(self, arn: str, side: Direction, filter_: Filter) -> Iterator[Neighbor]:
        up = side is Direction.UPSTREAM
        others = self._lineage.predecessors[arn] if up else self._lineage.successors[arn]
        for other in sorted(others):
            if filter_.passes(self._peek(other)):
                ends = (other, arn) if up else (arn, other)
                parallel = sorted(self._between(*ends, filter_), key=association_order)
                yield from (Neighbor(self.get(other), each, side) for each in parallel)

    def _count(self) -> Counts:
        types = dict(sorted(self._indexes.types.items()))
        association_types = dict(sorted(self._lineage.association_types.items()))
        return Counts(
            entities=len(self._lineage.nodes),
            associations=sum(association_types.values()),
            labels={
                label: sum(count for (of, _), count in types.items() if of == label) for label, _ in types
            },
            types=types,
            association_types=association_types,
            unresolved=self._lineage.unresolved,
        )


def _loaded(sources: Sequence[LineageSource]) -> tuple[LineageData, Parts]:
    """Return the graph of sources with the parts of its indexes: columns for a large one, else dictionaries."""
    if is_for_columns(sources):  # these load Arrow, which a small graph does not need
        from lineage_viz.store.columns.loading import column_graph
        from lineage_viz.store.columns.plain import NotPlain
        from lineage_viz.store.columns.searching import parts_of as column_parts

        with suppress(NotPlain):
            columns = column_graph(sources, missing_end)
            return columns, column_parts(columns)
    lineage = build(sources)
    return lineage, parts_of(lineage.nodes)
