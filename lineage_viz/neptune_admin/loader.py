"""Loads the files under an address in S3 into a cluster, and stays with the load until it is over.

A load is no transaction: whatever it brought stays, also when it fails. The files' ids are the same in every export,
so loading them again, as a whole or in part, ends with what one undisturbed load would have brought.

A further attempt is a new load as well, although Neptune could resume the one that failed: resuming leaves out each
file that any earlier load of the same source has completed. Where those were loaded long ago and the graph has changed
since, as when the last good snapshot is to be restored, it would report success and load nothing.
"""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from lineage_viz.errors import LoadFailed, NoAnswer, StoreError, StoreUnavailable
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.load_error import LoadError
from lineage_viz.neptune_admin.load_failure import another_load, failed, vanished
from lineage_viz.neptune_admin.load_progress import LoadListener, LoadProgress
from lineage_viz.neptune_admin.load_status import LoadStatus

ATTEMPTS = 4
"""Loads begun in all, while they fail for what may pass."""

PATIENCE = 60
"""Looks without an answer, one after the other, before it is given up: a failover takes a minute or two."""

GONE = 3
"""Looks that find no such load before it counts as forgotten: Neptune's own model calls that answer worth repeating."""

FIRST_LOOK, LAST_LOOK, LOOK_GROWTH = 0.2, 2.0, 1.5
"""Seconds between two looks at a load: small ones are over soon, and long ones need no second look each second."""

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
    expected: int | None = None,
    pause: Pause = time.sleep,
) -> LoadStatus:
    """Load all files under `source`, an `s3://bucket/prefix/`, and return once they are loaded.

    A load of the same source that runs already, as an interrupted command leaves it, is followed instead.
    Interrupted from the keyboard, it cancels the load. `expected` records make the time left known.
    Raises LoadFailed, StoreUnavailable.
    """
    return _Loading(cluster, source, role, region, listener, expected, pause).run()


class _Loading:
    def __init__(
        self,
        cluster: Cluster,
        source: str,
        role: str,
        region: str,
        listener: LoadListener,
        expected: int | None,
        pause: Pause,
    ) -> None:
        self._cluster, self._source, self._role, self._region = cluster, source, role, region
        self._listener, self._expected, self._pause = listener, expected, pause

    def run(self) -> LoadStatus:
        # A cluster that cannot be reached now is told at once; once a load runs it is waited for.
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
        """The id of a load of our source that runs."""
        if running:
            return self._own(running)
        before = self._patiently(self._cluster.load_ids)
        return self._patiently(lambda: self._start(before))

    def _start(self, before: tuple[str, ...]) -> str:
        # An answer that was lost does not say whether the load began.
        if begun := self._begun_since(before):
            return begun
        try:
            return self._cluster.start_load(self._source, self._role, self._region, "NEW")
        except LoadFailed:
            # Another one may have begun since we looked.
            running = self._cluster.running_load()
            if running is None:
                raise
            return self._own(running)

    def _own(self, running: LoadStatus) -> str:
        if running.source != self._source:
            raise another_load(running, self._cluster.host)
        return running.id

    def _begun_since(self, before: tuple[str, ...]) -> str:
        """A load of our source that is not among `before`; empty: there is none."""
        for load_id in self._cluster.load_ids():
            load = None if load_id in before else self._cluster.load_status(load_id)
            if load and load.source == self._source:
                return load_id
        return ""

    def _follow(self, load_id: str, attempt: int) -> LoadStatus | None:
        """The load when it is over; None: the cluster has forgotten it."""
        try:
            for load in self._looks(load_id):
                self._listener(LoadProgress(load, attempt, self._expected))
                if load.is_over:
                    return load
        except KeyboardInterrupt as interrupt:
            self._cancel(load_id, interrupt)
            raise
        return None

    def _looks(self, load_id: str) -> Iterator[LoadStatus]:
        """Until it is forgotten, or nobody looks any more."""
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
                f"{error} The load of {self._source} may still run; the next one follows it then."
            ) from error

    def _problems(self, load_id: str) -> tuple[LoadError, ...]:
        try:
            return tuple(self._cluster.load_errors(load_id))
        except StoreUnavailable:  # the load's own end is what matters, and it is known
            return ()

    def _cancel(self, load_id: str, interrupt: KeyboardInterrupt) -> None:
        try:
            self._cluster.cancel_load(load_id)
        except StoreError as error:
            interrupt.add_note(f"The load {load_id} could not be cancelled and may still run. {error}")
