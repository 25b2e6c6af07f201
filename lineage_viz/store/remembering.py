"""RememberingStore: a cache around another store, valid while that store has the same snapshots loaded."""

import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from threading import Lock
from typing import TypeVar

from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import Direction, Entity, SnapshotInfo, Subgraph
from lineage_viz.store.base import Counts, FactCounts, Neighbor, Page, Paths, Schema, Store, Trace
from lineage_viz.store.facet import Facet
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.memory import Memory, about
from lineage_viz.store.order import Order

FRESH = 3.0
"""Seconds between two checks of the loaded snapshots: a reload becomes visible within this time."""

AGAIN = 1.0
"""Seconds between two attempts to reach an unreachable store; in between, questions fail at once."""

_GRACE = 0.5
"""Seconds for which others go on with older snapshots while one thread checks. A load waits longer after its mark."""

A = TypeVar("A")


class RememberingStore(Store):
    """A cache around a remote store whose answers nobody can change.

    All visitors share it; any number of threads may ask at once. While the remote store is unreachable, cached
    answers stay available and all other questions fail at once. While no snapshot is loaded, the cache is cleared
    at every check, because a load may be running.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._checking = Lock()
        self._next_check = clock()
        self._snapshots: tuple[SnapshotInfo, ...] | None = None
        self._failure: StoreUnavailable | None = None
        self._memory, self._clearings = Memory(), 0

    @property
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The loaded snapshots, oldest first; the last known ones while the remote store is unreachable."""
        self._check_snapshots()
        if self._snapshots is None:
            self._fail()
        return self._snapshots or ()

    @property
    def edition(self) -> str:
        """A text that changes whenever the cache is cleared."""
        snapshots = self.snapshots
        return f"{self._clearings} {snapshots!r}"

    @property
    def loading(self) -> bool:
        """True when a load has started and has not ended."""
        return self._recall("loading", lambda: self._store.loading)

    def check(self) -> None:
        """Check the remote store. Raises StoreUnavailable when it is unreachable."""
        self._check_snapshots()
        self._fail()

    def counts(self) -> Counts:
        """Count the loaded entities and associations."""
        return self._recall("counts", self._store.counts)

    def schema(self) -> Schema:
        """Count the entities of each type and the associations between types."""
        return self._recall("schema", self._store.schema)

    def fact_counts(self) -> FactCounts:
        """Count the entities by state and person, and the live ones."""
        return self._recall("fact counts", self._store.fact_counts)

    def recorded_names(self) -> Mapping[str, int]:
        """Count the entities by the names and values that a search offers."""
        return self._recall("recorded names", self._store.recorded_names)

    def words_like(self, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each word the recorded ones that differ by one typing mistake."""
        return self._recall(("words like", *words), lambda: self._store.words_like(words))

    def numbers(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return for each word the number of entities that a search for it alone finds."""
        return self._recall(("numbers", *words), lambda: self._store.numbers(words))

    def get(self, arn: str) -> Entity:
        """Return one entity. Raises EntityNotFound."""
        return self._recall(about(arn), lambda: self._store.get(arn))

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
        return self._recall(
            ("search", text, filter_, order, limit, offset),
            lambda: self._store.search(text, filter_=filter_, order=order, limit=limit, offset=offset),
        )

    def tally(self, text: str = "", *, filter_: Filter = NO_FILTER) -> Mapping[Facet, int]:
        """Count the hits of a search by the values that a list can be filtered by."""
        return self._recall(("tally", text, filter_), lambda: self._store.tally(text, filter_=filter_))

    def neighbors(
        self, arn: str, direction: Direction = Direction.BOTH, *, filter_: Filter = NO_FILTER
    ) -> tuple[Neighbor, ...]:
        """Return the entities one association away. Raises EntityNotFound."""
        return self._recall(
            ("neighbors", arn, direction, filter_),
            lambda: self._store.neighbors(arn, direction, filter_=filter_),
        )

    def follow(self, trace: Trace) -> Subgraph:
        """Answer a trace. Raises EntityNotFound."""
        return self._recall(trace, lambda: self._store.follow(trace))

    def degrees(self, arns: Iterable[str], *, filter_: Filter = NO_FILTER) -> Mapping[str, tuple[int, int]]:
        """Count the entities one association upstream and downstream of each ARN."""
        arns = tuple(arns)
        question = "degrees", arns, filter_
        return self._recall(question, lambda: self._store.degrees(arns, filter_=filter_))

    def paths(self, source: str, destination: str, *, limit: int = 100, max_hops: int = 20) -> Paths:
        """Return the paths from one entity to another, shortest first. Raises EntityNotFound."""
        return self._recall(
            ("paths", source, destination, limit, max_hops),
            lambda: self._store.paths(source, destination, limit=limit, max_hops=max_hops),
        )

    def _recall(self, question: Hashable, ask: Callable[[], A]) -> A:
        self._check_snapshots()

        def ask_remote() -> A:
            self._fail()
            try:
                return ask()
            except StoreUnavailable:
                self._next_check = self._clock()  # does only this question fail, or every one?
                raise

        return self._memory.recall(question, ask_remote)

    def _fail(self) -> None:
        if self._failure:
            raise StoreUnavailable(str(self._failure)) from self._failure

    def _check_snapshots(self) -> None:
        """Check from time to time which snapshots are loaded; clear the cache when they have changed."""
        # One thread checks. The others go on with the last known snapshots; they wait if there are none, or if they
        # are too old to call anything complete. While the store is known to be down, only cached answers are given.
        is_old = self._clock() >= self._next_check + _GRACE and not self._failure
        if not self._checking.acquire(blocking=self._snapshots is None or is_old):
            return
        try:
            if self._clock() >= self._next_check:
                self._read_snapshots()
        finally:
            self._checking.release()

    def _read_snapshots(self) -> None:
        asked = self._clock()
        try:
            snapshots = self._store.snapshots
        except StoreUnavailable as error:
            self._failure, self._next_check = error, self._clock() + AGAIN
            return
        if snapshots != self._snapshots or not snapshots:
            self._memory, self._clearings = Memory(), self._clearings + 1
        self._snapshots, self._failure, self._next_check = snapshots, None, asked + FRESH
