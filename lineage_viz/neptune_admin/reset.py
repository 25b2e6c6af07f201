"""Empties a cluster by Neptune's fast reset: a token is given, and spent on deleting everything."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lineage_viz.errors import NoAnswer, ResetRefused, StoreUnavailable
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.words import plain

VALID = timedelta(minutes=60)

LOOK = 5.0
"""Seconds between two looks at a cluster that restarts."""

LOOKS = 180
"""A quarter of an hour; a reset takes a few minutes."""

SETTLED = 12
"""Looks after which a cluster that never seemed to restart is believed to have done so."""

ATTEMPTS = 3
"""Times a reset is asked for while the answers get lost."""


@dataclass(frozen=True, slots=True)
class ResetToken:
    """Good for one reset, until the cluster gives a newer one or restarts."""

    token: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class ResetProgress:
    """One look at a cluster on its way through a reset."""

    state: str
    """`restarting`, or `emptying` once the engine is back and what it held is still there."""
    seconds: float
    """Since the reset began."""


ResetListener = Callable[[ResetProgress], None]


def request_reset(cluster: Cluster) -> ResetToken:
    """Ask for leave to delete everything; nothing is deleted yet. Raises ResetRefused, StoreUnavailable."""
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
    """Delete everything, and return once the cluster answers again and holds nothing.

    `is_empty` asks the graph; it may raise StoreUnavailable while the cluster restarts.
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
    """After a reset that nobody watched to its end: return once it is over, or is known not to have been begun.

    `before` is since when the engine ran before it was asked. Raises ResetRefused when it does not come to its end.
    """
    _Reset(cluster, is_empty, listener, pause, before).find_out()


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
        self._looks, self._restarted, self._trouble = 0, False, ""
        self._before = before

    def run(self, token: ResetToken) -> None:
        host = self._cluster.host
        if datetime.now(UTC) > token.until:
            raise ResetRefused(
                f"The token for resetting Neptune at {host} was good until {token.until:%H:%M} UTC, "
                "and nothing was deleted. Ask for a new one."
            )
        _no_load_runs(self._cluster)
        self._before = self._cluster.status().started
        try:
            self._perform(token)
            self.wait()
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(
                f"Neptune at {host} deletes everything all the same once it was asked to; it takes some minutes. The "
                "Admin page and `status` say what it holds."
            )
            raise

    def wait(self) -> None:
        for engine in self._looking():
            # At first it may be as before, and hold nothing because it held nothing.
            if engine and (self._restarted or self._looks >= SETTLED) and self._holds_nothing():
                return

    def find_out(self) -> None:
        as_before = 0
        for engine in self._looking():
            # One that was out of reach has not restarted for that.
            as_before = as_before + 1 if engine and engine.started == self._before else 0
            if as_before >= SETTLED or (engine and not as_before and self._holds_nothing()):
                return

    def _perform(self, token: ResetToken) -> None:
        """Ask until there is an answer. A token is good for one reset, so asking again cannot make a second one."""
        for attempt in range(ATTEMPTS):
            try:
                return self._cluster.perform_reset(token.token)
            except NoAnswer:
                next(filter(None, self._looking()))
            except ResetRefused:
                if attempt == 0:
                    raise
                return None  # it is spent: only the answer was lost
        raise ResetRefused(
            f"Neptune at {self._cluster.host} did not answer whether it resets. See what it holds, then try again."
        )

    def _looking(self) -> Iterator[EngineStatus | None]:
        """How the engine is, look after look; None while it is not well. Raises ResetRefused in the end."""
        while self._looks < LOOKS:
            self._pause(LOOK)
            self._looks += 1
            engine = self._engine()
            self._restarted |= engine is None or engine.started != self._before
            self._listener(ResetProgress("emptying" if engine else "restarting", self._looks * LOOK))
            yield engine
        raise ResetRefused(
            f"Neptune at {self._cluster.host} is not back, empty, {self._looks * LOOK / 60:.0f} minutes after its "
            f"reset began. {self._trouble} Look at its events in the AWS console."
        )

    def _engine(self) -> EngineStatus | None:
        try:
            engine = self._cluster.status()
        except StoreUnavailable as error:
            self._trouble = str(error)
            return None
        self._trouble = f"It says that it is {plain(engine.state)}."
        return engine if engine.is_healthy else None

    def _holds_nothing(self) -> bool:
        try:
            empty = self._is_empty()
        except StoreUnavailable as error:
            self._trouble = str(error)
            return False
        self._trouble = "It still holds something."
        return empty


def _no_load_runs(cluster: Cluster) -> None:
    if load := cluster.running_load():
        raise ResetRefused(
            f"Neptune at {cluster.host} is loading {plain(load.source)} (load {load.id}), which a reset would break "
            "off. Wait until it has ended, or cancel it. Nothing was deleted."
        )
