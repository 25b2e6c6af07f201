"""NeptuneStore: loaded snapshots on Amazon Neptune; each question is one round trip."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gremlin_python.process.graph_traversal import GraphTraversalSource

from lineage_viz.errors import EntityNotFound
from lineage_viz.mistake import words as words_in
from lineage_viz.model import Direction, Entity, SnapshotInfo, Subgraph
from lineage_viz.recorded_text import fold
from lineage_viz.store.base import Counts, FactCounts, Neighbor, Page, Paths, Schema, Store, Trace
from lineage_viz.store.facet import Facet
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.neptune import counting, marker, neighbors, rows, searching, steps, walking, ways
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.order import Order

_SOON = 10_000
"""Milliseconds for the question for snapshots: all others wait for it, and it reads only a few vertices."""


class NeptuneStore(Store):
    """A store on a cluster, through the reader endpoint. Use it for shared graphs, or graphs that exceed a machine.

    Every question may raise StoreUnavailable. The constructor does not connect. Any number of threads may ask at
    once.
    """

    def __init__(self, reader: Runner) -> None:
        self._runner = reader
        self._g: GraphTraversalSource = steps.source()

    @property
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The loaded snapshots, oldest first."""
        return marker.as_snapshots(self._runner.ask(marker.read(steps.source(_SOON))))

    @property
    def loading(self) -> bool:
        """True when a load has started and has not ended."""
        answer = self._runner.ask(marker.read(steps.source(_SOON)))
        return any(each.incoming for each in marker.as_markers(answer))

    def counts(self) -> Counts:
        """Count the loaded entities and associations."""
        (row,) = self._runner.ask(counting.counts(self._g))
        return counting.as_counts(row)

    def schema(self) -> Schema:
        """Count the entities of each type and the associations between types."""
        (row,) = self._runner.ask(counting.schema(self._g))
        return counting.as_schema(row)

    def fact_counts(self) -> FactCounts:
        """Count the entities by state and person, and the live ones."""
        (row,) = self._runner.ask(counting.fact_counts(self._g))
        return counting.as_fact_counts(row)

    def recorded_names(self) -> Mapping[str, int]:
        """Count the entities by the names and values that a search offers."""
        (row,) = self._runner.ask(counting.recorded_names(self._g))
        return counting.as_recorded_names(row)

    def words_like(self, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each word the recorded ones that differ by one typing mistake."""
        real = [each for each in words if words_in(each) == {each}]
        texts = self._runner.ask(searching.words_like(self._g, real)) if real else ()
        like = searching.as_words_like(texts, real)
        return {each: like.get(each, ()) for each in words}

    def numbers(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return for each word the number of entities that a search for it alone finds."""
        if not words:
            return {}
        (row,) = self._runner.ask(searching.numbers(self._g, words))
        return searching.as_numbers(row, words)

    def get(self, arn: str) -> Entity:
        """Return one entity. Raises EntityNotFound."""
        _check(arn)
        answer = self._runner.ask(steps.entities(self._g, arn).flat_map(steps.properties()))
        if not answer:
            raise EntityNotFound(arn)
        return rows.entity(answer[0])

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
        if not _sendable(text):
            return Page((), 0)
        (row,) = self._runner.ask(searching.search(self._g, text, filter_, order, limit, offset))
        return searching.as_page(row)

    def tally(self, text: str = "", *, filter_: Filter = NO_FILTER) -> Mapping[Facet, int]:
        """Count the hits of a search by the values that a list can be filtered by."""
        if not _sendable(text):
            return {}
        (row,) = self._runner.ask(counting.tally(searching.found(self._g, fold(text), filter_)))
        return counting.as_tally(row)

    def neighbors(
        self, arn: str, direction: Direction = Direction.BOTH, *, filter_: Filter = NO_FILTER
    ) -> tuple[Neighbor, ...]:
        """Return the entities one association away. Raises EntityNotFound."""
        _check(arn)
        sides = [Direction.UPSTREAM, Direction.DOWNSTREAM] if direction is Direction.BOTH else [direction]
        answer = self._runner.ask(neighbors.neighbors(self._g, arn, sides, filter_))
        if not answer:
            raise EntityNotFound(arn)
        return neighbors.as_neighbors(answer)

    def follow(self, trace: Trace) -> Subgraph:
        """Answer a trace. Raises EntityNotFound."""
        if not trace.focus:
            return Subgraph()
        _check(*trace.focus)
        sent = replace(
            trace,
            expand=tuple(side for side in trace.expand if _sendable(side[1])),
            without=frozenset(filter(_sendable, trace.without)),
            beside=tuple(each for each in trace.beside if _sendable(each[0])),
        )
        return walking.as_subgraph(self._runner.ask(walking.trace(self._g, sent)), sent)

    def degrees(self, arns: Iterable[str], *, filter_: Filter = NO_FILTER) -> dict[str, tuple[int, int]]:
        """Count the entities one association upstream and downstream of each ARN."""
        known = tuple(filter(_sendable, dict.fromkeys(arns)))
        if not known:
            return {}
        return neighbors.as_degrees(self._runner.ask(neighbors.degrees(self._g, known, filter_)))

    def paths(self, source: str, destination: str, *, limit: int = 100, max_hops: int = 20) -> Paths:
        """Return the paths from one entity to another, shortest first. Raises EntityNotFound.

        The search uses only the ways.MOST_BETWEEN entities between the two that are nearest to the source.
        """
        _check(source, destination)
        answer = self._runner.ask(ways.between(self._g, source, destination, max_hops))
        return ways.as_paths(answer, (source, destination), limit, max_hops)


def _sendable(text: str) -> bool:
    """True when a text can be sent: a lone surrogate cannot, and no snapshot contains one."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _check(*arns: str) -> None:
    for arn in arns:
        if not _sendable(arn):
            raise EntityNotFound(arn)
