"""The lease of a cluster, held while a process changes it: taken, renewed by a thread, checked, and given back.

The clocks of two hosts may differ. So a lease is taken from its holder only after it has stayed unchanged for a time
by the clock of the one that waits. On the same machine a file is locked, too: whoever has that lock knows at once
that the holder has ended. While the holder deletes everything, the lease stands beside the graph (`lease_beside`).
"""

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lineage_viz.access import command_line_user
from lineage_viz.errors import LeaseLost, LoadFailed, StoreError
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.lease_beside import read_beside, write_beside
from lineage_viz.neptune_admin.target import Target
from lineage_viz.plain_text import plain_text
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.store.neptune import lease, steps
from lineage_viz.store.neptune.lease import Lease
from lineage_viz.words import moment

TERM = 20.0
"""Seconds that a lease lasts without a renewal."""

BEAT = 5.0
"""Seconds between two renewals."""

_PLAUSIBLE = 3600.0
"""Seconds until the end of a lease, beyond which no clock of a machine explains it."""

LOOK = 1.0
"""Seconds between two looks at a lease that another process has."""


@dataclass(frozen=True, slots=True)
class Term:
    """The times of a lease, in seconds."""

    lasts: float = TERM
    beat: float = BEAT
    look: float = LOOK


class Held:
    """The lease of a cluster in the hands of this process."""

    def __init__(self, target: Target, present: Lease, term: Term, before: Lease | None = None) -> None:
        self._target, self._lease, self._term = target, present, term
        self.orphaned = before.source if before else ""
        """The address of the files that a holder loaded whose process has ended; its load may still run."""
        self.doubted = False
        """True while every app doubts the graph: a mark of what is not back has stood for longer than they look."""
        self._given_back = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)
        self._thread.start()

    @property
    def holder(self) -> str:
        """The id that each change is checked against."""
        return self._lease.holder

    def check(self) -> None:
        """Raises LeaseLost unless this process still has the lease, StoreUnavailable."""
        present = _in_graph(self._target)
        if present is None or present.holder != self.holder:
            raise _lost(self._target, present)

    def loads(self, source: str) -> None:
        """Note the address of the files that a load begins to read. Raises LeaseLost, StoreUnavailable."""
        self._lease = replace(self._lease, source=source)
        self._target.runner.ask(lease.renew(steps.source(), self._renewed()))
        self.check()

    def take_again(self) -> None:
        """Take the lease after this process has deleted the whole graph, and the lease with it. Raises LeaseLost."""
        self._target.runner.ask(lease.take(steps.source(), self._renewed()))
        self.check()

    @contextmanager
    def kept_beside(self) -> Iterator[None]:
        """Keep the lease beside the graph, too, until the end of the block: its deletion ends that in the graph."""
        ended = threading.Event()

        def keep() -> None:
            while not ended.wait(self._term.beat):
                write_beside(self._target, self._renewed())

        write_beside(self._target, self._renewed())
        thread = threading.Thread(target=keep, name="lease beside", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            write_beside(self._target, None)

    def give_back(self) -> None:
        """Let others change the cluster. A cluster that does not answer keeps the lease until it ends by itself."""
        self._given_back.set()
        self._thread.join()
        with suppress(StoreError):
            self._target.runner.ask(lease.give_back(steps.source(), self.holder))

    def _renew(self) -> None:
        while not self._given_back.wait(self._term.beat):
            # A cluster that does not answer now may answer next time; each change checks the holder anyway.
            with suppress(StoreError):
                self._target.runner.ask(lease.renew(steps.source(), self._renewed()))

    def _renewed(self) -> Lease:
        until = datetime.now(UTC) + timedelta(seconds=self._term.lasts)
        return replace(self._lease, until=until)


@contextmanager
def leased(
    target: Target,
    doing: str,
    lock: Path,
    *,
    wait: bool = False,
    listener: ProgressListener = silent,
    term: Term = Term(),  # a frozen value
) -> Iterator[Held]:
    """Hold the lease of a cluster until the end of the block. Arguments and errors as those of `take`."""
    held = take(target, doing, lock, wait=wait, listener=listener, term=term)
    try:
        yield held
    finally:
        held.give_back()


def take(
    target: Target,
    doing: str,
    lock: Path,
    *,
    wait: bool = False,
    listener: ProgressListener = silent,
    term: Term = Term(),
) -> Held:
    """Take the lease of a cluster. `doing` tells others the change. The caller has locked the file `lock`.

    Raises LoadFailed when another process has the lease, unless `wait` is set; StoreUnavailable.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    by = f"{command_line_user()} on {socket.gethostname()}"
    until = now + timedelta(seconds=term.lasts)
    mine = Lease(uuid.uuid4().hex, by, doing, now, until, _seat(lock))
    seen, since, before = None, time.monotonic(), None
    while True:
        present = lease_of(target)
        if present != seen:
            seen, since = present, time.monotonic()
        if present is None:
            target.runner.ask(lease.take(steps.source(), mine))
        elif present.seat == mine.seat or _has_ended(present, time.monotonic() - since, term):
            before = present
            _take_over(target, mine, present)
        elif not wait and present.until > datetime.now(UTC):
            raise _busy(target, present)
        else:
            listener(
                Progress(
                    ClusterStep.WAIT, round(time.monotonic() - since), unit="s", note=lease_words(present)
                )
            )
            target.pause(term.look)
            continue
        # Another process may have taken it in the same moment, and an answer may have been lost.
        if (taken := _in_graph(target)) and taken.holder == mine.holder:
            return Held(target, mine, term, before)


def lease_of(target: Target) -> Lease | None:
    """The lease that somebody has now, also one who waits until everything is deleted. Raises StoreUnavailable."""
    return _in_graph(target) or (None if target.markers() else read_beside(target))


def live_lease(target: Target) -> Lease | None:
    """The lease that a process holds now; None for one that its holder left behind. Raises StoreUnavailable."""
    present = lease_of(target)
    return present if present and present.until > datetime.now(UTC) else None


def lease_words(present: Lease) -> str:
    """The holder of a lease, in words: `anna on etl-1 (load of …, since 12 Mar 2026, 02:00 UTC)`."""
    return plain_text(f"{present.by} ({present.doing}, since {moment(present.since)})")


def is_implausible(present: Lease) -> bool:
    """True for a lease that ends later than any machine of this tool would write."""
    return (present.until - datetime.now(UTC)).total_seconds() > _PLAUSIBLE


def lease_left_words(present: Lease) -> str:
    """The sentence about a lease for `status` and the doctor, which says if its holder can be expected to work."""
    if present.unreadable:
        return (
            "The lease cannot be read, because something else has written it: the next change takes it over."
        )
    until = f"it ends on {moment(present.until)}"
    if present.until <= datetime.now(UTC):
        return f"The lease of {lease_words(present)} has ended and was not given back: the next change takes it over."
    if is_implausible(present):
        return (
            f"The lease of {lease_words(present)} is none of this tool, or of a machine with a wrong clock: {until}. A "
            "change with --wait takes it over when nobody renews it."
        )
    return f"Being changed by {lease_words(present)}."


def refuse_if_held(target: Target, lock: Path) -> None:
    """Raises LoadFailed when a process elsewhere changes the cluster now; StoreUnavailable."""
    if (present := live_lease(target)) and present.seat != _seat(lock):
        raise _busy(target, present)


def _busy(target: Target, present: Lease) -> LoadFailed:
    return LoadFailed(
        f"Neptune at {target.host} is being changed by {lease_words(present)}. Wait until that has ended, or run this "
        "again with --wait, which waits for it, and takes the lease over when nobody renews it."
    )


def _lost(target: Target, present: Lease | None) -> LeaseLost:
    now = f"{lease_words(present)} changes it now" if present else "another process has changed it since"
    return LeaseLost(
        f"This process did not reach Neptune at {target.host} for more than {TERM:.0f} seconds, and {now}. It has "
        "stopped, so that the two do not mix. Wait until the other one has ended, and run this again."
    )


def _has_ended(present: Lease, unchanged: float, term: Term) -> bool:
    """True for a lease that nobody renews: `unchanged` are the seconds since it was first seen so."""
    is_over = present.until < datetime.now(UTC)
    return unchanged >= (2 * term.beat if is_over else term.lasts + term.beat)


def _in_graph(target: Target) -> Lease | None:
    return lease.as_lease(target.runner.ask(lease.read(steps.source())))


def _take_over(target: Target, mine: Lease, before: Lease) -> None:
    """Ask for the lease of a holder that has ended: in the graph, or beside it when its graph was deleted."""
    if not target.runner.ask(lease.take_over(steps.source(), mine, before)):
        target.runner.ask(lease.take(steps.source(), mine))


def _seat(lock: Path) -> str:
    """The identity of a lock on this machine: its file has a random text, as another machine may have the same path."""
    text = lock.read_text(encoding="utf-8", errors="replace").strip()
    if not text:
        text = uuid.uuid4().hex
        lock.write_text(text, encoding="utf-8")
    return f"{socket.gethostname()}/{text}"
