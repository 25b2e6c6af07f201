"""The recovery of a cluster after a load that was broken off: the app starts the repair itself.

So people are served the last good snapshots again in a minute or two, also at night, and without anybody's hand.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lineage_viz.access import Actor, Role
from lineage_viz.administration import Administration
from lineage_viz.errors import JobError, LineageVizError, sentence_of
from lineage_viz.jobs import JobBook, JobKind, JobState
from lineage_viz.settings import BUCKET, LOAD_ROLE, Settings
from lineage_viz.typed_command import typed_command

if TYPE_CHECKING:
    from lineage_viz.store.neptune.marker import Marker

AGAIN, LONGEST = 15.0, 120.0
"""Seconds from the first repair to the next one, if it has failed, and the longest time: it doubles each time.

A holder that is frozen on this machine keeps the lock of its folder, so a repair fails until it comes back.
"""

_BROKEN_OFF = "A load was broken off."
_UNREAD = "A mark in the graph cannot be read, so it is not known which snapshots are whole."
_EMPTIED = "A replace has deleted everything, and has not loaded it again."
_BY_HAND = f"Where reloads run, somebody can run `{typed_command()} reload --repair`."


class Recovery:
    """Watches over the cluster of the settings while it may be a mix of two loads."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._seen: object = None
        self._since = 0.0
        self._started: float | None = None
        self._again = AGAIN
        self._job: int | None = None
        self.words = ""
        """The state of the cluster and its repair, for people; empty while it is no mix."""

    def look(self) -> None:
        """Look at the cluster, and start a repair when nobody changes it any more. Raises StoreUnavailable."""
        # only deployments with Neptune import gremlinpython
        from lineage_viz.home.missing import missing_names
        from lineage_viz.neptune_admin.leased import BEAT, TERM, is_implausible, lease_of, lease_words
        from lineage_viz.neptune_admin.target import open_target

        with open_target(self._settings, brief=True) as target:
            markers, lease = target.markers(), lease_of(target)
            deleted = () if markers else missing_names(self._settings, target) or ()
        incoming = [each.id for each in markers if each.incoming]
        if not incoming and not deleted:
            self.words, self._started, self._again = "", None, AGAIN
            return
        if self._seen != (incoming, lease):
            self._seen, self._since = (incoming, lease), self._clock()
        unchanged = self._clock() - self._since
        state = _state(markers)
        # A lease until 2099 is nobody's when nobody renews it; --wait takes it over.
        forged = lease is not None and is_implausible(lease) and unchanged >= TERM + BEAT
        if lease and not forged and (lease.until > datetime.now(UTC) or unchanged < 2 * BEAT):
            self.words = f"It is being changed by {lease_words(lease)}."
        elif why_not := self._why_not():
            self.words = f"{state} This app may not repair it: {why_not}. {_BY_HAND}"
        else:
            # A process that empties the cluster keeps its lease in the bucket, which may not have answered.
            self._repair(unchanged, BEAT if incoming or lease else TERM + BEAT, state, wait=forged)

    def _repair(self, unchanged: float, patience: float, state: str, *, wait: bool) -> None:
        if self._started is not None and self._clock() - self._started < self._again:
            if why := self._why_failed():
                self.words = f"{state} The app's repair has failed: {why} The app tries again by itself."
            return
        if unchanged < patience:  # a load that has just begun may not have its lease yet
            self.words = f"{state} The app repairs it in a moment."
            return
        if self._started is not None:
            self._again = min(2 * self._again, LONGEST)
        self._started = self._clock()
        try:
            app = Administration(self._settings, Actor("the app", Role.ADMIN))
            self._job = app.start(JobKind.RELOAD, {"repair": "", **({"wait": ""} if wait else {})}).id
            self.words = f"{state} The app repairs it now: the last good snapshots are back in a moment."
        except LineageVizError as error:  # another job changes the cluster, or the log cannot be written
            self.words = f"{state} The app cannot repair it now: {error}"

    def _why_failed(self) -> str:
        """The reason why the last repair has failed; empty while it runs, and without one."""
        if self._job is None:
            return ""
        try:
            job = JobBook(self._settings.jobs).job(self._job)
        except JobError:
            return ""
        return sentence_of(LineageVizError(job.error)) if job.state is JobState.FAILED and job.error else ""

    def _why_not(self) -> str:
        if self._settings.read_only:
            return "it is read-only"
        return "" if self._settings.bulk_load else f"{BUCKET} and {LOAD_ROLE} are not set here"


def _state(markers: Sequence["Marker"]) -> str:
    incoming = [each for each in markers if each.incoming]
    if not incoming:
        return _EMPTIED
    return _UNREAD if all(each.unreadable for each in incoming) else _BROKEN_OFF
