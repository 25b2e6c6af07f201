"""RememberingStore: another store, asked every question once for as long as the same snapshots are loaded in it."""

import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import TypeVar

from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import Direction, Entity, SnapshotInfo, Subgraph
from lineage_viz.store.base import (
    NO_FILTER,
    Counts,
    Filter,
    Neighbor,
    Page,
    Paths,
    Schema,
    Store,
    Trace,
)
from lineage_viz.store.memory import Memory, about

FRESH = 3.0
"""Seconds for which the snapshots are believed to be the same: how soon a reload shows."""

AGAIN = 1.0
"""Seconds after which a store that could not be reached is tried again; until then nobody waits for it."""

A = TypeVar("A")


class RememberingStore(Store):
    """Use it around a store that is far away and whose answers nobody can change.

    Shared by all visitors; any number of threads may ask at once. While the other store cannot be reached, what is
    remembered is still answered, and everything else fails at once. Without a snapshot nothing is remembered for
    long: something may be loading.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._looking = Lock()
        self._look_at = clock()
        self._snapshots: tuple[SnapshotInfo, ...] | None = None
        self._failure: StoreUnavailable | None = None
        self._memory, self._turn = Memory(), 0

    @property
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The snapshots loaded, oldest first; those of before where that cannot be asked now."""
        self._look()
        if self._snapshots is None:
            self._fail()
        return self._snapshots or ()

    @property
    def edition(self) -> str:
        """Another one whenever something was forgotten."""
        snapshots = self.snapshots
        return f"{self._turn} {snapshots!r}"

    def check(self) -> None:
        """Raises StoreUnavailable when the other store cannot be reached."""
        self._look()
        self._fail()

    def counts(self) -> Counts:
        """How much is loaded."""
        return self._recall("counts", self._store.counts)

    def schema(self) -> Schema:
        """The types and what is associated with what."""
        return self._recall("schema", self._store.schema)

    def get(self, arn: str) -> Entity:
        """One entity. Raises EntityNotFound."""
        return self._recall(about(arn), lambda: self._store.get(arn))

    def search(
        self, text: str = "", *, filter_: Filter = NO_FILTER, limit: int = 50, offset: int = 0
    ) -> Page:
        """Entities that contain every word, ranked."""
        return self._recall(
            ("search", text, filter_, limit, offset),
            lambda: self._store.search(text, filter_=filter_, limit=limit, offset=offset),
        )

    def neighbors(
        self, arn: str, direction: Direction = Direction.BOTH, *, filter_: Filter = NO_FILTER
    ) -> tuple[Neighbor, ...]:
        """Entities one association away. Raises EntityNotFound."""
        return self._recall(
            ("neighbors", arn, direction, filter_),
            lambda: self._store.neighbors(arn, direction, filter_=filter_),
        )

    def follow(self, trace: Trace) -> Subgraph:
        """Answer a trace. Raises EntityNotFound."""
        return self._recall(trace, lambda: self._store.follow(trace))

    def degrees(self, arns: Iterable[str]) -> Mapping[str, tuple[int, int]]:
        """How many entities are one association upstream and downstream of each."""
        arns = tuple(arns)
        return self._recall(("degrees", arns), lambda: self._store.degrees(arns))

    def paths(self, source: str, destination: str, *, limit: int = 100, max_hops: int = 20) -> Paths:
        """Ways from one entity to another, shortest first. Raises EntityNotFound."""
        return self._recall(
            ("paths", source, destination, limit, max_hops),
            lambda: self._store.paths(source, destination, limit=limit, max_hops=max_hops),
        )

    def _recall(self, question: Hashable, ask: Callable[[], A]) -> A:
        self._look()

        def asked() -> A:
            self._fail()
            try:
                return ask()
            except StoreUnavailable:
                self._look_at = self._clock()  # is it this question, or all?
                raise

        return self._memory.recall(question, asked)

    def _fail(self) -> None:
        if self._failure:
            raise StoreUnavailable(str(self._failure)) from self._failure

    def _look(self) -> None:
        """Ask from time to time which snapshots are loaded, and forget what was read of others."""
        # One looks; nobody else waits for that who can be answered meanwhile.
        if not self._looking.acquire(blocking=self._snapshots is None):
            return
        try:
            if self._clock() >= self._look_at:
                self._look_now()
        finally:
            self._looking.release()

    def _look_now(self) -> None:
        try:
            found = self._store.snapshots
        except StoreUnavailable as error:
            self._failure, self._look_at = error, self._clock() + AGAIN
            return
        if found != self._snapshots or not found:
            self._memory, self._turn = Memory(), self._turn + 1
        self._snapshots, self._failure, self._look_at = found, None, self._clock() + FRESH
