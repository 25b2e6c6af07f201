"""Empty a cluster by Neptune's fast reset: request a token, then spend it to delete everything."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lineage_viz.errors import NoAnswer, ResetRefused, StoreUnavailable
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.words import plain

VALID = timedelta(minutes=60)

FIRST_LOOK, LAST_LOOK, LOOK_GROWTH = 0.5, 5.0, 2.0
"""Seconds before the first status request to a cluster that restarts, the longest time between two, and its growth."""

LIMIT = 15 * 60.0
"""Seconds until a reset counts as failed. A reset takes a few minutes."""

SETTLED = 12
"""Status requests after which a cluster counts as restarted even if no restart was seen."""

ATTEMPTS = 3
"""The number of requests for a reset while the answers get lost."""


@dataclass(frozen=True, slots=True)
class ResetToken:
    """A token for one reset. It is valid until the cluster issues a newer one or restarts."""

    token: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class ResetProgress:
    """The state of a cluster during a reset."""

    state: str
    """`restarting`, or `emptying` when the engine is back but the data is not deleted yet."""
    seconds: float
    """Seconds since the start of the reset."""


ResetListener = Callable[[ResetProgress], None]


def request_reset(cluster: Cluster) -> ResetToken:
    """Request a token that allows one reset. Nothing is deleted yet. Raises ResetRefused, StoreUnavailable."""
    _no_load_runs(cluster)
    until = datetime.now(UTC) + VALID
    return ResetToken(cluster.initiate_reset(), until)


def perform_reset(
    cluster: Cluster,
    token: ResetToken,
    is_empty: Callable[[], bool],
    listener: ResetListener,
    *,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Delete everything. Returns when the cluster answers again and is empty.

    `is_empty` queries the graph; it may raise StoreUnavailable while the cluster restarts.
    Raises ResetRefused, StoreUnavailable.
    """
    _Reset(cluster, is_empty, listener, pause).run(token)


def wait_for_reset(
    cluster: Cluster,
    before: datetime | None,
    is_empty: Callable[[], bool],
    listener: ResetListener,
    *,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Wait for the end of an interrupted reset. Returns when it has ended, or when it is certain that it never started.

    `before` is the start time of the engine before the reset. Raises ResetRefused when the reset does not end.
    """
    _Reset(cluster, is_empty, listener, pause, before).wait_if_started()


class _Reset:
    def __init__(
        self,
        cluster: Cluster,
        is_empty: Callable[[], bool],
        listener: ResetListener,
        pause: Callable[[float], None],
        before: datetime | None = None,
    ) -> None:
        self._cluster, self._is_empty = cluster, is_empty
        self._listener, self._pause = listener, pause
        self._looks, self._waited, self._restarted, self._trouble = 0, 0.0, False, ""
        self._before = before

    def run(self, token: ResetToken) -> None:
        host = self._cluster.host
        if datetime.now(UTC) > token.until:
            raise ResetRefused(
                f"The token for resetting Neptune at {host} was valid until {token.until:%H:%M} UTC, "
                "and nothing was deleted. Ask for a new one."
            )
        _no_load_runs(self._cluster)
        self._before = self._cluster.status().started
        try:
            self._perform(token)
            self.wait()
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(
                f"If the reset was requested already, Neptune at {host} still deletes everything. This takes some "
                "minutes. The Admin page and `status` show its contents."
            )
            raise

    def wait(self) -> None:
        for engine in self._statuses():
            # At first the cluster may not have restarted yet, and an empty cluster is empty before the reset too.
            if engine and (self._restarted or self._looks >= SETTLED) and self._holds_nothing():
                return

    def wait_if_started(self) -> None:
        unchanged = 0
        for engine in self._statuses():
            # Compare start times: a cluster that could not be reached has not necessarily restarted.
            unchanged = unchanged + 1 if engine and engine.started == self._before else 0
            if unchanged >= SETTLED or (engine and not unchanged and self._holds_nothing()):
                return

    def _perform(self, token: ResetToken) -> None:
        """Request the reset until there is an answer. Repetitions are safe, because a token allows only one reset."""
        for attempt in range(ATTEMPTS):
            try:
                return self._cluster.perform_reset(token.token)
            except NoAnswer:
                next(filter(None, self._statuses()))
            except ResetRefused:
                if attempt == 0:
                    raise
                return None  # the token is spent: only the answer was lost
        raise ResetRefused(
            f"Neptune at {self._cluster.host} did not confirm the reset. Check its contents, then try again."
        )

    def _statuses(self) -> Iterator[EngineStatus | None]:
        """Yield the engine's status again and again; None while it is not healthy. Raises ResetRefused at the limit."""
        while self._waited < LIMIT:
            wait = min(FIRST_LOOK * LOOK_GROWTH**self._looks, LAST_LOOK)
            self._pause(wait)
            self._looks, self._waited = self._looks + 1, self._waited + wait
            engine = self._engine()
            self._restarted |= engine is None or engine.started != self._before
            self._listener(ResetProgress("emptying" if engine else "restarting", self._waited))
            yield engine
        raise ResetRefused(
            f"Neptune at {self._cluster.host} is not back and empty {self._waited / 60:.0f} minutes after the "
            f"start of its reset. {self._trouble} Look at its events in the AWS console."
        )

    def _engine(self) -> EngineStatus | None:
        try:
            engine = self._cluster.status()
        except StoreUnavailable as error:
            self._trouble = str(error)
            return None
        self._trouble = f"Its state is {plain(engine.state)}."
        return engine if engine.is_healthy else None

    def _holds_nothing(self) -> bool:
        try:
            empty = self._is_empty()
        except StoreUnavailable as error:
            self._trouble = str(error)
            return False
        self._trouble = "It still holds data."
        return empty


def _no_load_runs(cluster: Cluster) -> None:
    if load := cluster.running_load():
        raise ResetRefused(
            f"Neptune at {cluster.host} is loading {plain(load.source)} (load {load.id}). A reset would interrupt "
            "this load. Wait until it has ended, or cancel it. Nothing was deleted."
        )
