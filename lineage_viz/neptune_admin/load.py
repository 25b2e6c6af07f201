"""The use case of a load: it replaces the cluster's snapshot of the same account and region by another one.

Only the differences are sent, and removed elements are deleted last, so readers never see an empty graph. The load sets
a marker in the cluster before any other change. The next load therefore recognises an unfinished load, and continues
from any mix of old and new elements. With `replace`, a fast reset deletes everything first. The process holds the lease
of the cluster from the comparison to the end, and each change is checked against it.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from lineage_viz.difference.counts import count_differences
from lineage_viz.difference.difference import Difference, difference
from lineage_viz.errors import LeaseLost, LineageVizError, LoadFailed, LoadRefused, SnapshotError
from lineage_viz.neptune_admin.accounting import is_lacking, remove_strangers
from lineage_viz.neptune_admin.bucket import Bucket, UploadListener
from lineage_viz.neptune_admin.changes import write_changes
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.leased import Held, leased
from lineage_viz.neptune_admin.load_failure import another_load
from lineage_viz.neptune_admin.load_progress import LoadProgress
from lineage_viz.neptune_admin.load_status import CANCELLED
from lineage_viz.neptune_admin.loaded_on_cluster import snapshots_on
from lineage_viz.neptune_admin.loader import end_load, load_files
from lineage_viz.neptune_admin.removal import Removal
from lineage_viz.neptune_admin.replacing import SEEN, bring_back_the_sign, empty_for
from lineage_viz.neptune_admin.shared_ids import refuse_clashes
from lineage_viz.neptune_admin.target import Target
from lineage_viz.neptune_admin.whole_snapshots import send_missing, send_whole
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest
from lineage_viz.store.base import Counts
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.marker import Marker
from lineage_viz.system.file_lock import file_lock
from lineage_viz.typed_command import typed_command


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of a load: the counts of the cluster, and the changes that were made."""

    counts: Counts
    changes: Difference
    source: str = ""
    """The address in S3 of the loaded files; empty when there was nothing to load."""
    strangers: tuple[str, ...] = ()
    """The ids of elements that belonged to no snapshot, and were removed."""


def load_snapshot(
    target: Target,
    folder: Folder,
    *,
    replace: bool = False,
    wait: bool = False,
    held: Held | None = None,
    awaited: Sequence[Folder] = (),
    lost: Collection[str] = (),
    exact: bool = False,
    listener: ProgressListener = silent,
) -> Loaded:
    """Load a snapshot. Returns when the cluster holds it and its counts are verified.

    `awaited` are the snapshots that are missing after a replace; without any, it is this one. `lost` are the ids of
    markers that name nothing that can be found: they are taken away at the end. With `exact`, the ids of all elements
    are compared at the end, and not only their counts.
    `held` is the lease of the cluster, if the caller has it, and has compared the ids of the snapshots. Otherwise both
    is done here; with `wait`, as soon as the change of another process has ended. Raises SettingsError, SnapshotError,
    BucketError, LoadFailed, ResetRefused, StoreUnavailable.
    """
    if folder.manifest is None:
        raise SnapshotError(
            f"{folder.path} has no manifest, so it cannot be loaded. Make a snapshot of it with "
            f"`{typed_command()} adopt FOLDER --out DIR`, and load this snapshot."
        )
    bucket = Bucket(target.load_settings)
    _ = bucket.region  # a missing bucket is an error before anything is deleted
    busy = LoadFailed(
        f"A load from {folder.path.parent} to Neptune at {target.host} runs already. Wait until it has ended, or use "
        "--wait."
    )
    lock = folder.path.parent / f".neptune-{target.host}.lock"
    with file_lock(lock, busy, wait=wait):
        doing = f"load of {folder.path.name}"
        taken = nullcontext(held) if held else leased(target, doing, lock, wait=wait, listener=listener)
        own = held is None
        with taken as held:
            if replace:
                # The new files must be in S3 before anything is deleted.
                _send_whole(bucket, folder, listener)
                empty_for(target, awaited or (folder,), held, listener)
            elif own:
                bring_back_the_sign(target, held)
            listener(Progress(ClusterStep.COMPARE))
            loaded = snapshots_on(target, folder.path.parent, folder, lost)
            if own:
                refuse_clashes(target.host, folder, loaded.others_than(folder))
            with _noted_as_empty(target.host) if replace else nullcontext():
                return _Load(target, bucket, folder, loaded, held, listener, lost, exact=exact).run()


class _Load:
    def __init__(
        self,
        target: Target,
        bucket: Bucket,
        folder: Folder,
        loaded: LoadedSnapshots,
        held: Held,
        listener: ProgressListener,
        lost: Collection[str] = (),
        *,
        exact: bool = False,
    ) -> None:
        self._target, self._bucket, self._folder, self._listener = target, bucket, folder, listener
        self._held, self._lost, self._exact = held, lost, exact
        self._loaded = loaded
        self._wanted = loaded.with_(folder)
        self._marked = {digest(each) for each in (*loaded.loaded, *loaded.incoming)}
        self._has_changed = False
        self._g = steps.source()

    def run(self) -> Loaded:
        changes = difference(self._loaded.states(), self._wanted)
        # Also without a difference: the mark names this snapshot at the end, and any machine may need its files.
        whole = _send_whole(self._bucket, self._folder, self._listener)
        send_missing(self._bucket, (each for each in self._wanted if each is not self._folder))
        if changes.is_empty:
            strangers = self._finish(changes.counts)
            return Loaded(changes.counts, changes, strangers=strangers)
        with TemporaryDirectory(prefix="lineage_viz-") as folder:
            source = self._upload(changes, Path(folder), whole)
        self._set_marker(source, changes)
        doubted = self._held.doubted
        if not self._held.doubted:  # as it is while others are awaited since an earlier load
            self._target.pause(SEEN)
            self._held.doubted = True
        with self._noted_if_it_fails(), self._withdrawn_if_refused(doubted=doubted):
            self._change(source, changes)
            strangers = self._finish(changes.counts)
        return Loaded(changes.counts, changes, source, strangers)

    def _set_marker(self, source: str, changes: Difference) -> None:
        self._refuse_another(source, changes)
        self._refuse_others()
        new = digest(self._folder)
        self._target.runner.ask(marker.begin(self._g, self._folder.info, new, holder=self._held.holder))
        self._marked.add(new)
        self._refuse_others()

    def _change(self, source: str, changes: Difference) -> None:
        self._has_changed = bool(changes.relabelled or changes.moved)
        Removal(self._target.runner, changes, lambda _: None, self._held.holder).remove_unchangeable()
        if source:
            self._load(source, changes)
        self._has_changed = True
        self._remove(changes)

    def _refuse_another(self, source: str, changes: Difference) -> None:
        """Raises LoadFailed when a load of other files runs, because it could bring back removed elements.

        A load of the same files could be followed, except when elements are removed before: it may have loaded them
        already. The load of a process that has ended is cancelled.
        """
        running = self._target.cluster.running_load()
        if running and running.source == self._held.orphaned:
            running = end_load(self._target.cluster, running, self._target.pause)
        if running and (running.source != source or changes.relabelled or changes.moved):
            raise another_load(running, self._target.host)

    def _refuse_others(self) -> Sequence[Marker]:
        """Return the markers. Raises LoadFailed when another process has changed them: the comparison is out of date.

        The lease keeps other loads away, but not a reset by hand, nor a load of an older version of this tool.
        """
        self._held.check()
        markers = self._target.markers()
        there = {each.digest for each in markers if each.may_be_there and each.id not in self._lost}
        if there != self._marked:
            raise LoadFailed(
                f"Somebody else loaded or reset Neptune at {self._target.host} in the meantime, so this load has "
                "stopped. Wait until the other load has ended, and load again."
            )
        return markers

    def _upload(self, changes: Difference, scratch: Path, whole: str) -> str:
        """Upload the differences. Returns the address to load; empty if there is nothing to load.

        The whole snapshot is in the bucket already, at the address `whole`.
        """
        if len(self._wanted) == 1 and _is_all(changes):
            return whole
        files = write_changes(scratch, changes)
        name = f"{self._folder.path.name}-{self._states_digest()}"
        report = _as_progress(self._listener)
        return self._bucket.upload(scratch, files, name, report) if files else ""

    def _states_digest(self) -> str:
        """A name for the changes, from the states before and after, so that a repeated load finds its files in S3."""
        states = [*self._loaded.states(), self._wanted]
        text = "\n".join(",".join(digest(folder) for folder in state) for state in states)
        return f"changes-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def _load(self, source: str, changes: Difference) -> None:
        def report(progress: LoadProgress) -> None:
            self._check_while(progress)
            files = f"{progress.feeds_done} of {progress.feeds_total} files" if progress.feeds_total else ""
            attempt = f"attempt {progress.attempt}" if progress.attempt > 1 else ""
            note = ", ".join(filter(None, (files, attempt)))
            self._listener(
                Progress(
                    ClusterStep.LOAD, progress.records, changes.records, "records", progress.remaining, note
                )
            )

        self._held.loads(source)  # the loader itself knows no lease
        role = self._target.load_settings.role
        load = partial(load_files, self._target.cluster, source, role, self._bucket.region, report)
        load(may_start=self._held.check, expected=changes.records, pause=self._target.pause)

    def _check_while(self, progress: LoadProgress) -> None:
        """Raises LeaseLost. A load that went on without the lease may have changed a graph that is whole again by now.

        So it is a mix once more, and its marker says so to everybody, until the next load or the repair.
        """
        try:
            self._held.check()
        except LeaseLost:
            if progress.status.status != CANCELLED:  # the next holder cancels it before it compares
                new = digest(self._folder)
                self._target.runner.ask(marker.begin(self._g, self._folder.info, new))
            raise

    def _remove(self, changes: Difference) -> None:
        done = 0

        def report(more: int) -> None:
            nonlocal done
            done += more
            self._refuse_others()
            self._listener(Progress(ClusterStep.REMOVE, done, removal.size, "elements"))

        removal = Removal(self._target.runner, changes, report, self._held.holder)
        self._refuse_others()
        removal.remove_gone()

    def _verify(self, wanted: Counts) -> tuple[str, ...]:
        """Compare the counts; if they differ, make the graph exact. Returns the ids of the strangers it removed."""
        self._listener(Progress(ClusterStep.VERIFY))
        if not self._exact and not self._differences(wanted):
            return ()
        self._refuse_others()
        strangers = remove_strangers(self._target, self._wanted, self._held.holder)
        if self._differences(wanted) or (self._exact and is_lacking(self._target, self._wanted)):
            self._load_all()
        if lines := self._differences(wanted):
            raise LoadFailed(
                f"Neptune at {self._target.host} has other counts than its snapshots: {'; '.join(lines[:3])}. "
                "Something else has written to the cluster. Load again. If this does not help, load with Replace "
                "(--replace), which deletes everything first.",
                lines,
            )
        return strangers

    def _differences(self, wanted: Counts) -> tuple[str, ...]:
        return tuple(count_differences(wanted, self._target.counts()))

    def _load_all(self) -> None:
        """Load every element again: some are missing, and nobody knows which have lost a property."""
        everything = difference([], self._wanted)
        with TemporaryDirectory(prefix="lineage_viz-") as scratch:
            files = write_changes(Path(scratch), everything)
            name = f"{self._folder.path.name}-all-{self._states_digest()}"
            source = self._bucket.upload(Path(scratch), files, name, _as_progress(self._listener))
        self._load(source, everything)

    def _finish(self, wanted: Counts) -> tuple[str, ...]:
        """Verify the graph, and mark the snapshot as loaded. Returns the ids of removed strangers."""
        strangers = self._verify(wanted)
        markers = self._refuse_others()
        kept, new = [digest(each) for each in self._wanted if each is not self._folder], digest(self._folder)
        back = {each.info.origin for each in self._wanted}
        self._held.doubted &= any(each.awaited and each.info.origin not in back for each in markers)
        finish = marker.finish(
            self._g,
            self._folder.info,
            new,
            kept,
            holder=self._held.holder,
            counted=self._marked,
            counts=wanted,
            lost=self._lost,
        )
        if not self._target.runner.ask(finish):
            self._held.check()
        return strangers

    @contextmanager
    def _noted_if_it_fails(self) -> Iterator[None]:
        """Add a note to an error: from here on, a load that fails leaves a mix, and the next load repairs it."""
        try:
            yield
        except (LineageVizError, KeyboardInterrupt) as error:
            if isinstance(error, LoadRefused) and not self._has_changed:
                raise
            error.add_note(
                f"Neptune at {self._target.host} may now hold a part of {self._folder.path.name} beside its earlier "
                "contents. Load this snapshot or another one: the load continues from there."
            )
            raise

    @contextmanager
    def _withdrawn_if_refused(self, *, doubted: bool) -> Iterator[None]:
        """Delete the marker again when the cluster refused the load before anything had changed.

        The graph is then as it was, and `doubted` is whether the apps doubted it before. The marker of an earlier
        load of this snapshot stays: it may have left a part.
        """
        try:
            yield
        except LoadRefused:
            new = digest(self._folder)
            if self._has_changed or new in map(digest, self._loaded.incoming):
                self._has_changed = True
                raise
            self._target.runner.ask(marker.withdraw(self._g, new, holder=self._held.holder))
            self._held.doubted = doubted
            raise


@contextmanager
def _noted_as_empty(host: str) -> Iterator[None]:
    try:
        yield
    except LoadRefused as error:
        error.add_note(f"Neptune at {host} is empty, because everything was deleted before. Then load again.")
        raise


def _send_whole(bucket: Bucket, folder: Folder, listener: ProgressListener) -> str:
    return send_whole(bucket, folder, _as_progress(listener))


def _as_progress(listener: ProgressListener) -> UploadListener:
    return lambda done, total: listener(Progress(ClusterStep.UPLOAD, done, total, "bytes"))


def _is_all(changes: Difference) -> bool:
    """True when every element must be loaded, so that the snapshot's own files can be loaded."""
    marks = changes.entities.marks, changes.associations.marks
    wanted = changes.counts.entities, changes.counts.associations
    return tuple(map(sum, marks)) == wanted
