"""Load the files under an address in S3 into a cluster, and wait until the load has ended.

A load is not a transaction: its records stay even when it fails. All exports use the same ids, so a second load of the
same files, complete or partial, has the same result as one undisturbed load.

Each attempt is a new load, although Neptune could resume a failed one. A resumed load skips each file that any earlier
load of the same source completed. If that was long ago and the graph has changed since, as when the last good snapshot
is restored, the resumed load would report success and load nothing.
"""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from lineage_viz.errors import LeaseLost, LoadFailed, LoadRefused, NoAnswer, StoreError, StoreUnavailable
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.load_error import LoadError
from lineage_viz.neptune_admin.load_failure import another_load, failed, vanished
from lineage_viz.neptune_admin.load_progress import LoadListener, LoadProgress
from lineage_viz.neptune_admin.load_status import LoadStatus

ATTEMPTS = 4
"""The number of loads to try when they fail for temporary reasons."""

PATIENCE = 60
"""Consecutive requests without an answer before the loader gives up. A failover takes a minute or two."""

GONE = 3
"""Answers that the load is unknown before it counts as lost. By Neptune's API model this answer is worth a retry."""

FIRST_LOOK, LAST_LOOK, LOOK_GROWTH = 0.2, 2.0, 1.5
"""Seconds between two status requests: short at first, because small loads end soon, then longer."""

BETWEEN_ATTEMPTS = 5.0

Pause = Callable[[float], None]
T = TypeVar("T")


def load_files(
    cluster: Cluster,
    source: str,
    role: str,
    region: str,
    listener: LoadListener,
    *,
    may_start: Callable[[], object] = lambda: None,
    expected: int | None = None,
    pause: Pause = time.sleep,
) -> LoadStatus:
    """Load all files under `source`, an `s3://bucket/prefix/`. Returns when they are loaded.

    If an interrupted command left a running load of the same source, that load is followed instead. An interrupt from
    the keyboard, or LeaseLost from the listener, cancels the load. `may_start` is asked right before each start, and
    raises LeaseLost when another process may change the cluster by now. `expected` is the number of records, from which
    the time left is estimated. Raises LoadRefused when no load was ever started, LoadFailed, StoreUnavailable.
    """
    return _Loading(cluster, source, role, region, listener, may_start, expected, pause).run()


def end_load(cluster: Cluster, load: LoadStatus, pause: Pause) -> LoadStatus | None:
    """Cancel a running load, and wait until it has ended. Returns the load that runs then, usually None.

    Raises LoadFailed, StoreUnavailable.
    """
    cluster.cancel_load(load.id)
    running: LoadStatus | None = load
    for _ in range(PATIENCE):
        running = cluster.running_load()
        if running is None or running.id != load.id:
            break
        pause(LAST_LOOK)
    return running


class _Loading:
    def __init__(
        self,
        cluster: Cluster,
        source: str,
        role: str,
        region: str,
        listener: LoadListener,
        may_start: Callable[[], object],
        expected: int | None,
        pause: Pause,
    ) -> None:
        self._cluster, self._source, self._role, self._region = cluster, source, role, region
        self._listener, self._expected, self._pause = listener, expected, pause
        self._may_start = may_start
        self._asked = False

    def run(self) -> LoadStatus:
        # Before the load, a cluster that cannot be reached is an error at once; later, it gets some patience.
        load_id = self._begin(self._cluster.running_load())
        for attempt in range(1, ATTEMPTS + 1):
            if attempt > 1:
                self._pause(BETWEEN_ATTEMPTS)
                load_id = self._begin(self._patiently(self._cluster.running_load))
            load = self._follow(load_id, attempt)
            if load and load.is_complete:
                return load
            if load and not (load.may_pass and attempt < ATTEMPTS):
                raise failed(load, self._role, attempt, self._problems(load_id))
        raise vanished(self._source, self._cluster.host, ATTEMPTS)

    def _begin(self, running: LoadStatus | None) -> str:
        """Return the id of a running load of this source, and start one if necessary."""
        if running:
            return self._own(running)
        before = self._patiently(self._cluster.load_ids)
        return self._patiently(lambda: self._start(before))

    def _start(self, before: tuple[str, ...]) -> str:
        # After a lost answer the load may have started already.
        if started := self._started_since(before):
            return started
        self._may_start()
        # An earlier load, or one whose answer was lost, may have begun.
        asked, self._asked = self._asked, True
        try:
            return self._cluster.start_load(self._source, self._role, self._region, "NEW")
        except LoadFailed as error:
            # Another load may have started in the meantime.
            running = self._cluster.running_load()
            if running is None:
                raise error if asked else LoadRefused(str(error)) from error.__cause__
            return self._own(running)

    def _own(self, running: LoadStatus) -> str:
        if running.source != self._source:
            raise another_load(running, self._cluster.host)
        return running.id

    def _started_since(self, before: tuple[str, ...]) -> str:
        """The id of a load of this source that is not among `before`; empty when there is none."""
        for load_id in self._cluster.load_ids():
            load = None if load_id in before else self._cluster.load_status(load_id)
            if load and load.source == self._source:
                return load_id
        return ""

    def _follow(self, load_id: str, attempt: int) -> LoadStatus | None:
        """Wait for the end of the load and return it; None when the cluster has lost it."""
        try:
            for load in self._statuses(load_id):
                self._listener(LoadProgress(load, attempt, self._expected))
                if load.is_over:
                    return load
        except (KeyboardInterrupt, LeaseLost) as end:
            self._cancel(load_id, end)
            raise
        return None

    def _statuses(self, load_id: str) -> Iterator[LoadStatus]:
        """Yield the status of the load again and again, until the cluster has lost it."""
        wait, unknown = FIRST_LOOK, 0
        while unknown < GONE:
            load = self._patiently(lambda: self._cluster.load_status(load_id))
            unknown = 0 if load else unknown + 1
            if load:
                yield load
            self._pause(wait)
            wait = min(wait * LOOK_GROWTH, LAST_LOOK)

    def _patiently(self, ask: Callable[[], T]) -> T:
        for _ in range(PATIENCE - 1):
            try:
                return ask()
            except NoAnswer:
                self._pause(LAST_LOOK)
        try:
            return ask()
        except NoAnswer as error:
            raise StoreUnavailable(
                f"{error} The load of {self._source} may still run. If it does, the next load follows it."
            ) from error

    def _problems(self, load_id: str) -> tuple[LoadError, ...]:
        try:
            return tuple(self._cluster.load_errors(load_id))
        except StoreUnavailable:  # the list of problems is optional: the end of the load is known
            return ()

    def _cancel(self, load_id: str, end: BaseException) -> None:
        try:
            self._cluster.cancel_load(load_id)
        except StoreError as error:
            end.add_note(f"The load {load_id} could not be cancelled and may still run. {error}")
