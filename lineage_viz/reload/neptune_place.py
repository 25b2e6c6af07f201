"""A Neptune cluster as a place. A roll-back loads the last good snapshots again."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace as with_
from datetime import datetime
from pathlib import Path

from lineage_viz.errors import (
    BucketError,
    LineageVizError,
    LoadFailed,
    Outcome,
    SnapshotError,
    StoreUnavailable,
)
from lineage_viz.home import open_kept
from lineage_viz.home.records import before_replacing, delete_named, read_named
from lineage_viz.model import Origin, origin_name
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.emptied import end_note
from lineage_viz.neptune_admin.leased import Held, lease_words, live_lease, refuse_if_held, take
from lineage_viz.neptune_admin.load import load_snapshot
from lineage_viz.neptune_admin.loaded_on_cluster import (
    awaited_on,
    known_of,
    lost_of,
    snapshots_on,
    unread_words,
)
from lineage_viz.neptune_admin.replacing import await_again, await_no_more, bring_back_the_sign, empty
from lineage_viz.neptune_admin.reset import ResetProgress, request_reset, wait_for_reset
from lineage_viz.neptune_admin.shared_ids import refuse_clashes
from lineage_viz.neptune_admin.target import Target
from lineage_viz.neptune_admin.unload import unload
from lineage_viz.neptune_admin.whole_snapshots import send_whole
from lineage_viz.progress import Progress
from lineage_viz.reload.checklist import ReloadStep, StepListener
from lineage_viz.reload.cluster_progress import HURRY, as_reload_steps, bounded_pause
from lineage_viz.reload.records import all_recorded, alone, record, served_by
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder, verify
from lineage_viz.snapshot.current import Named
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.lease import Lease
from lineage_viz.store.neptune.marker import Marker
from lineage_viz.words import count

ATTEMPTS, PAUSE = 3, 20.0
"""The number of attempts at a roll-back while the cluster or S3 cannot be reached, and the seconds between them."""


class NeptunePlace:
    """A cluster, with the records about it on this machine."""

    def __init__(self, target: Target, settings: Settings, *, wait: bool = False) -> None:
        """With `wait`, a change begins as soon as that of another process has ended."""
        self.settings, self._target, self._wait = settings, target, wait
        self._lock: Path | None = None
        self._held: Held | None = None
        self._served = served_by(settings, target.host)
        self._replacing = before_replacing(settings, target.host)
        self._markers: tuple[Marker, ...] = ()
        self._unreadable: tuple[Marker, ...] = ()
        self._leaving: Origin | None = None
        self._lost: tuple[Marker, ...] = ()
        self._good: tuple[Folder, ...] | None = None
        self._was_complete, self._repairs = False, False
        self._busy: Lease | None = None
        self._new = ""
        self._started: datetime | None = None
        self._resetting = False

    @property
    def name(self) -> str:
        """The name in messages."""
        return f"Neptune at {self._target.host}"

    def steps(self, *, replace: bool) -> Sequence[ReloadStep]:
        """The steps of `load`. With `replace`, all files to load, old and new, are in S3 before the reset."""
        if replace:
            return ReloadStep.UPLOAD, ReloadStep.RESET, ReloadStep.COMPARE, ReloadStep.LOAD, ReloadStep.VERIFY
        return ReloadStep.COMPARE, ReloadStep.UPLOAD, ReloadStep.LOAD, ReloadStep.REMOVE, ReloadStep.VERIFY

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other reloads of this cluster from here away, and give its lease back at the end.

        Raises ReloadBusy, SnapshotError.
        """
        with alone(self.settings, self._target.host, self.name, wait=self._wait) as self._lock:
            try:
                yield
            finally:
                if self._held:
                    self._held.give_back()
                self._held = None

    def look(self, leaving: Origin | None = None) -> None:
        """Find the last good snapshots: those on the cluster and, after an interrupted replace, the earlier ones.

        A snapshot of `leaving` may be lost. Raises LoadFailed when another process changes the cluster, unless this
        reload waits for it.
        """
        self._leaving = leaving
        self._find()

    def look_for_repair(self) -> None:
        """Look as `look` does, also at a cluster with marks that cannot be read: a repair takes them away."""
        self._repairs = True
        self._find()

    def _find(self) -> None:
        self._good = None  # stays None when the cluster does not answer, or another process changes it
        if not self._wait and self._lock:
            refuse_if_held(self._target, self._lock)
        every = self._target.markers()
        self._markers = _there(every)
        self._unreadable = tuple(each for each in every if each.unreadable) if self._repairs else ()
        self._lost = lost_of(self._target, self._leaving, self.settings.kept) if self._leaving else ()
        held = self.held()
        awaited = awaited_on(self._target, self.settings.kept)
        known = known_of(self._target, self._unreadable, self.settings.kept)
        here = {folder.info.origin: folder for folder in (*awaited, *known, *held.loaded)}
        good = {each.origin: self._reopened(each) for each in self._named() if each.origin not in here} | here
        self._good = tuple(good.values())
        self._was_complete = not held.incoming and len(held.loaded) == len(self._good)
        self._busy = None if self._held or self._was_complete else live_lease(self._target)

    def _named(self) -> tuple[Named, ...]:
        """The snapshots before an interrupted replace. An unreadable file is no obstacle to loading a new snapshot."""
        try:
            return read_named(self.settings, self._replacing)
        except SnapshotError:
            return ()

    def _reopened(self, named: Named) -> Folder:
        try:
            return open_kept(self.settings, named.path)
        except SnapshotError as error:
            raise SnapshotError(
                f"{self.name} held {named.path.name} before an interrupted replace, and this snapshot cannot be "
                f"opened. {error} To continue without it, delete {self._replacing}."
            ) from error

    def names(self) -> str:
        """The names of the last good snapshots, for messages."""
        return ", ".join(folder.path.name for folder in self._good or ()) or "nothing"

    def unchanged(self) -> str:
        """The sentence that nothing was changed. It names the contents only when the cluster answered."""
        if self._good is None:
            return f"{self.name} was not changed."
        if self._was_complete:
            return f"Nothing was changed: {self.name} holds {self.names()} as before."
        if self._busy:
            return (
                f"This reload changed nothing. {self.name} is being changed by {lease_words(self._busy)}: until that "
                "has ended, it holds a mix."
            )
        return (
            f"Nothing was changed. {self.name} may hold parts of two snapshots, because an earlier load did not "
            f"finish. The last good snapshot is {self.names()}; the next reload, load or restore continues from there."
        )

    def held(self) -> LoadedSnapshots:
        """The snapshots that the graph may hold, as folders on this machine. Raises LoadFailed, StoreUnavailable."""
        passed = [each.id for each in (*self._unreadable, *self._lost)]
        return snapshots_on(self._target, self.settings.kept, lost=passed)

    def check_replaceable(self) -> None:
        """Verify every row of the snapshots that a roll-back would load again. Raises SnapshotError."""
        for folder in self._good or ():
            if problems := verify(folder.path):
                raise SnapshotError(
                    f"{self.name} holds {folder.path.name}, and its folder here is damaged: {problems[0]} Nothing is "
                    "deleted, because there is no other complete copy. Reload with Sync (without --replace)."
                )

    def load(self, folder: Folder, listener: StepListener, *, replace: bool) -> Sequence[str]:
        """Load the snapshot, and the other accounts' snapshots if they are missing. Raises LineageVizError."""
        held = self._taken(f"load of {folder.path.name}", listener)
        good = self._good or ()
        self._new = digest(folder)
        others = tuple(each for each in good if each.info.origin != folder.info.origin)
        refuse_clashes(self._target.host, folder, others)
        # From now on the snapshot is in use: reloads of other places must not delete it.
        record(self.settings, self._served, [Named.of(each.info) for each in (*good, folder)])
        if replace:
            self._stage((*good, folder), listener)
            self._started = self._target.cluster.status().started
            record(self.settings, self._replacing, [Named.of(each.info) for each in good])
        else:
            loaded = {each.digest for each in self._markers if not each.incoming}
            others = tuple(each for each in others if digest(each) not in loaded)
            await_again(self._target, others, held)
        strangers: list[str] = []
        # The new snapshot comes last: until then, a roll-back only loads the earlier snapshots again.
        for number, each in enumerate((*others, folder)):
            done = load_snapshot(
                self._target,
                each,
                replace=replace and number == 0,
                held=held,
                awaited=good,
                listener=self._watching_resets(listener),
            )
            strangers += done.strangers
        self._record_contents()
        return _removed(strangers)

    def repair(self, listener: StepListener) -> Sequence[str]:
        """Load the last good snapshots again, and remove all else. Raises LineageVizError."""
        held = self._taken("repair", listener)
        lost, told = [each.id for each in self._unreadable], tuple(map(unread_words, self._unreadable))
        taken = tuple(f"{each} It was taken away." for each in told)
        if not self._good and lost and not self._markers:
            # What else is there may be another tool's, so nothing is deleted.
            self._target.runner.ask(marker.take_away(steps.source(), lost, holder=held.holder))
            self._unreadable = ()
            return *taken, f"No other mark names a snapshot on {self.name}. Reload, or restore a snapshot."
        if not self._good:
            self._empty_again(self._target, self._markers, listener)
            return (
                *taken,
                f"{self.name} held no whole snapshot, so it is empty now. Reload, or restore a snapshot.",
            )
        strangers: list[str] = []
        self._await_missing()
        missing = [each for each in self._good if not self._is_loaded(each)] or list(self._good[-1:])
        for folder in missing:
            done = load_snapshot(
                self._target,
                folder,
                held=held,
                lost=lost,
                exact=folder is missing[-1],
                listener=as_reload_steps(listener),
            )
            strangers += done.strangers
        self._unreadable = ()
        self._record_contents()
        return *taken, *_removed(strangers), f"{self.name} holds exactly {self.names()}."

    def served(self) -> Sequence[Named]:
        """The names of the snapshots that the cluster holds completely.

        If one is nowhere to be found, also those of which it holds a part: such a one can only be removed. Raises
        StoreUnavailable.
        """
        try:
            return [Named.of(folder.info) for folder in self.held().loaded]
        except (LoadFailed, BucketError, SnapshotError):
            return self._named_by_marks()

    def _named_by_marks(self) -> Sequence[Named]:
        there = _there(self._target.markers())
        loaded = {each.info.origin: each.info for each in there if not each.incoming}
        partly = {each.info.origin: each.info for each in there}
        return [Named.of(each) for each in (partly | loaded).values()]

    @property
    def steps_of_removal(self) -> Sequence[ReloadStep]:
        """The steps of a load that only removes."""
        return self.steps(replace=False)

    def remove(self, origin: Origin, listener: StepListener) -> Sequence[str]:
        """Remove the snapshot of this origin from the graph. Raises LineageVizError."""
        lease = self._taken(f"removal of {origin_name(origin)}", listener)
        lost = self._lost
        strangers = unload(self._target, self.held(), origin, lease, as_reload_steps(listener), lost)
        self._leaving, self._lost = None, ()
        self._record_contents()
        if not lost:
            return ()
        return (
            f"The snapshot {Path(lost[0].info.path).name} of {origin_name(origin)} was neither here nor in the bucket, "
            "so its mark was taken away, and all elements that belong to no other snapshot: "
            f"{count(len(strangers), 'element')}.",
        )

    def _taken(self, doing: str, listener: StepListener) -> Held:
        """Take the lease of the cluster. The last good snapshots are found again: others may have changed them."""
        assert self._lock is not None
        report = as_reload_steps(listener)
        try:
            self._held = take(self._target, doing, self._lock, wait=self._wait, listener=report)
        except LoadFailed:
            self._good = None  # nothing is known of a cluster that another process changes
            raise
        bring_back_the_sign(self._target, self._held)
        self._find()
        return self._held

    def roll_back(self, listener: StepListener, *, hurry: bool) -> Outcome:
        """If the cluster was changed, load the last good snapshots again. Raises LineageVizError."""
        if self._held is None or self._good is None:
            return Outcome.UNTOUCHED
        target = (
            with_(self._target, pause=bounded_pause(time.monotonic() + HURRY, self._target.pause))
            if hurry
            else self._target
        )
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._restore_last_good(target, listener)
            except (StoreUnavailable, BucketError):
                if attempt == ATTEMPTS or hurry:
                    raise
                target.pause(PAUSE)
        raise AssertionError

    def in_use(self) -> frozenset[Path]:
        """All recorded snapshots, and all that the cluster names. Raises SnapshotError, StoreUnavailable."""
        named = {Path(each.info.path) for each in self._target.markers() if each.info.path}
        moved = {self.settings.kept.resolve() / path.name for path in named}
        return all_recorded(self.settings) | {path.resolve() for path in named} | moved

    def _stage(self, folders: Sequence[Folder], listener: StepListener) -> None:
        """Upload all files to S3, so that after the reset only loads are needed."""
        bucket = Bucket(self._target.load_settings)

        def report(done: int, total: int) -> None:
            listener(ReloadStep.UPLOAD, Progress(ClusterStep.UPLOAD, done, total, "bytes"))

        for folder in folders:
            send_whole(bucket, folder, report)

    def _watching_resets(self, listener: StepListener) -> Callable[[Progress], None]:
        """A listener that reports reload steps, and remembers that a reset is under way."""
        report = as_reload_steps(listener)

        def watch(progress: Progress) -> None:
            self._resetting = progress.step == ClusterStep.RESET
            report(progress)

        return watch

    def _restore_last_good(self, target: Target, listener: StepListener) -> Outcome:
        if self._resetting:
            self._wait_for_reset(target, listener)
        markers = target.markers()
        # A load sets its marker before any other change, and a reset deletes all markers: equal markers mean no change.
        if _there(markers) == self._markers and self._was_complete:
            self._await_nothing(markers)
            self._record_contents()
            return Outcome.UNTOUCHED
        if not self._good:
            return self._empty_again(target, markers, listener)
        self._await_missing()
        for folder in self._good:
            if not self._is_loaded(folder):
                load_snapshot(target, folder, held=self._held, listener=as_reload_steps(listener))
        if not all(map(self._is_loaded, self._good)):
            raise self._loaded_by_others()
        self._await_nothing(self._target.markers())
        self._record_contents()
        return Outcome.ROLLED_BACK

    def _wait_for_reset(self, target: Target, listener: StepListener) -> None:
        """Wait until a requested reset has ended: for some seconds the cluster seems unchanged, then it deletes all."""

        def report(progress: ResetProgress) -> None:
            listener(
                ReloadStep.RESET,
                Progress(ClusterStep.RESET, round(progress.seconds), unit="s", note=progress.state),
            )

        assert self._held is not None
        with self._held.kept_beside():
            wait_for_reset(target.cluster, self._started, target.is_empty, report, pause=target.pause)
            self._resetting = False
            self._held.take_again()  # a reset deletes the lease, too

    def _empty_again(self, target: Target, markers: Sequence[Marker], listener: StepListener) -> Outcome:
        """Empty the cluster: it was empty before, so the partial load is not worth keeping."""
        if any(not each.incoming and each.digest != self._new for each in markers):
            raise self._loaded_by_others()
        assert self._held is not None
        if not target.is_empty():
            empty(target, request_reset(target.cluster), self._held, as_reload_steps(listener))
            end_note(target)
        self._record_contents()
        return Outcome.ROLLED_BACK

    def _loaded_by_others(self) -> LoadFailed:
        return LoadFailed(
            f"Somebody else loaded {self.name} in the meantime. The Admin page and `status` show its contents."
        )

    def _record_contents(self) -> None:
        """Record the contents here for the next deletion of old snapshots. Ignore errors: the cluster has them too."""
        with suppress(LineageVizError, OSError):
            record(self.settings, self._served, [Named.of(folder.info) for folder in self.held().loaded])
            delete_named(self.settings, self._replacing)

    def _await_missing(self) -> None:
        """Mark the last good snapshots that the cluster lacks: it is complete only when the last of them is back."""
        assert self._held is not None
        there = {each.digest for each in self._target.markers() if not each.incoming}
        await_again(
            self._target, [each for each in self._good or () if digest(each) not in there], self._held
        )
        end_note(self._target)

    def _await_nothing(self, markers: Sequence[Marker]) -> None:
        if any(each.awaited for each in markers):
            assert self._held is not None
            await_no_more(self._target, self._held)
            end_note(self._target)

    def _is_loaded(self, folder: Folder) -> bool:
        """True when the snapshot is completely loaded and no part of another one is there."""
        there = _there(self._target.markers())
        return not any(each.incoming for each in there) and digest(folder) in {each.digest for each in there}


def _there(markers: Sequence[Marker]) -> tuple[Marker, ...]:
    return tuple(each for each in markers if each.may_be_there)


def _removed(strangers: Sequence[str]) -> Sequence[str]:
    """The sentence about elements that belonged to no snapshot; none without any."""
    if not strangers:
        return ()
    number = count(len(strangers), "element")
    return (f"The cluster held {number} of no snapshot, such as {strangers[0]}; they were removed.",)
