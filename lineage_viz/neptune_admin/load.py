"""The use case: make a cluster hold a snapshot, in place of the one it holds of the same account and region.

Only what differs travels, and what is gone is removed last, so readers never see an empty graph. A cluster is marked
before anything in it changes; a load that did not end is therefore known to the next one, which goes on from any mix
of what was and what was to be. With `replace` everything is deleted by a fast reset first.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from lineage_viz.difference.difference import Difference, difference
from lineage_viz.errors import LineageVizError, LoadFailed, SnapshotError
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.changes import write_changes
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.load_failure import another_load
from lineage_viz.neptune_admin.load_progress import LoadProgress
from lineage_viz.neptune_admin.loaded_on_cluster import held_by
from lineage_viz.neptune_admin.loader import load_files
from lineage_viz.neptune_admin.removal import Removal
from lineage_viz.neptune_admin.reset import ResetProgress, ResetToken, perform_reset, request_reset
from lineage_viz.neptune_admin.target import Target
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest
from lineage_viz.snapshot.manifest import FileEntry
from lineage_viz.store.base import Counts
from lineage_viz.store.neptune import marker, steps
from lineage_viz.system.file_lock import file_lock


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load came to: what the cluster holds, and what had to be changed for it."""

    counts: Counts
    changes: Difference
    source: str = ""
    """The address in S3 it was loaded from; empty where nothing had to be."""


def load_snapshot(
    target: Target, folder: Folder, *, replace: bool = False, listener: ProgressListener = silent
) -> Loaded:
    """Load a snapshot, and return when the cluster holds it and its counts are verified.

    Raises SettingsError, SnapshotError, BucketError, LoadFailed, ResetRefused, StoreUnavailable.
    """
    if folder.manifest is None:
        raise SnapshotError(
            f"{folder.path} has no manifest: only snapshots that were exported here can be loaded."
        )
    bucket = Bucket(target.load_settings)
    _ = bucket.region  # whether it is there is known before anything is deleted
    busy = LoadFailed(
        f"Neptune at {target.host} is being loaded from {folder.path.parent} already. Wait for that."
    )
    with file_lock(folder.path.parent / f".neptune-{target.host}.lock", busy):
        if replace:
            _send_whole(bucket, folder, listener)  # nothing is deleted before all of the new is there
            empty(target, request_reset(target.cluster), listener)
        listener(Progress(ClusterStep.COMPARE))
        held = held_by(target, folder.path.parent, folder)
        return _Load(target, bucket, folder, held, listener).run()


def empty(target: Target, token: ResetToken, listener: ProgressListener = silent) -> None:
    """Delete all a cluster holds. Raises ResetRefused, StoreUnavailable."""

    def told(progress: ResetProgress) -> None:
        listener(Progress(ClusterStep.RESET, round(progress.seconds), unit="s", note=progress.state))

    listener(Progress(ClusterStep.RESET))
    perform_reset(target.cluster, token, target.is_empty, told, pause=target.pause)


class _Load:
    def __init__(
        self,
        target: Target,
        bucket: Bucket,
        folder: Folder,
        held: LoadedSnapshots,
        listener: ProgressListener,
    ) -> None:
        self._target, self._bucket, self._folder, self._listener = target, bucket, folder, listener
        self._held = held
        self._wanted = held.with_(folder)
        self._marked = {digest(each) for each in (*held.loaded, *held.incoming)}
        self._g = steps.source()

    def run(self) -> Loaded:
        changes = difference(self._held.states(), self._wanted)
        if changes.is_empty:
            self._finish(changes.counts)
            return Loaded(changes.counts, changes)
        with TemporaryDirectory(prefix="lineage_viz-") as folder:
            source = self._upload(changes, Path(folder))
        self._begin(source, changes)
        with self._said_if_it_fails():
            self._change(source, changes)
            self._finish(changes.counts)
        return Loaded(changes.counts, changes, source)

    def _begin(self, source: str, changes: Difference) -> None:
        self._refuse_another(source, changes)
        self._refuse_others()
        self._target.runner.ask(marker.begin(self._g, self._folder.info, digest(self._folder)))
        self._marked.add(digest(self._folder))
        self._refuse_others()  # of two that begin at the same moment, one at least sees the other

    def _change(self, source: str, changes: Difference) -> None:
        Removal(self._target.runner, changes, lambda _: None).relabelled()
        if source:
            self._load(source, changes)
        self._remove(changes)

    def _refuse_another(self, source: str, changes: Difference) -> None:
        """A load of something else that still runs would undo what is to be removed.

        One of the same files would be followed, but may have brought already what is to be relabelled.
        """
        running = self._target.cluster.running_load()
        if running and (running.source != source or changes.relabelled):
            raise another_load(running, self._target.host)

    def _refuse_others(self) -> None:
        """Somebody on another machine: what was compared is no longer what the cluster holds."""
        if {each.digest for each in self._target.markers()} != self._marked:
            raise LoadFailed(
                f"Neptune at {self._target.host} was loaded or reset by somebody else meanwhile, and this load has "
                "stopped. Wait until theirs has ended, and load again."
            )

    def _upload(self, changes: Difference, scratch: Path) -> str:
        """The snapshot's own files where it is loaded whole; else what differs. Empty when there is nothing to load."""
        if len(self._wanted) == 1 and _is_all(changes):
            return _send_whole(self._bucket, self._folder, self._listener)
        files = write_changes(scratch, changes)
        name = f"{self._folder.path.name}-{self._states_digest()}"
        return _send(self._bucket, scratch, files, name, self._listener) if files else ""

    def _states_digest(self) -> str:
        """Names changes by what they lead from and to: the same ones, of an interrupted load, are found in S3."""
        states = [*self._held.states(), self._wanted]
        text = "\n".join(",".join(digest(folder) for folder in state) for state in states)
        return f"changes-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def _load(self, source: str, changes: Difference) -> None:
        def told(progress: LoadProgress) -> None:
            files = f"{progress.feeds_done} of {progress.feeds_total} files" if progress.feeds_total else ""
            again = f"attempt {progress.attempt}" if progress.attempt > 1 else ""
            note = ", ".join(filter(None, (files, again)))
            self._listener(
                Progress(
                    ClusterStep.LOAD, progress.records, changes.records, "records", progress.remaining, note
                )
            )

        role = self._target.load_settings.role
        load = partial(load_files, self._target.cluster, source, role, self._bucket.region, told)
        load(expected=changes.records, pause=self._target.pause)

    def _remove(self, changes: Difference) -> None:
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            self._refuse_others()
            self._listener(Progress(ClusterStep.REMOVE, done, removal.size, "elements"))

        removal = Removal(self._target.runner, changes, told)
        self._refuse_others()
        removal.gone()

    def _verify(self, wanted: Counts) -> None:
        self._listener(Progress(ClusterStep.VERIFY))
        found = self._target.counts()
        if lines := tuple(_differing(wanted, found)):
            raise LoadFailed(
                f"Neptune at {self._target.host} does not hold what was loaded: {'; '.join(lines[:3])}. "
                "Something else has written to it. If loading again does not help, load with Replace (--replace), "
                "which deletes everything first.",
                lines,
            )

    def _finish(self, wanted: Counts) -> None:
        self._verify(wanted)
        self._refuse_others()
        kept = [digest(each) for each in self._wanted if each is not self._folder]
        self._target.runner.ask(marker.finish(self._g, self._folder.info, digest(self._folder), kept))

    @contextmanager
    def _said_if_it_fails(self) -> Iterator[None]:
        """Whatever ends a load from here on leaves a mix, and the next one mends it."""
        try:
            yield
        except (LineageVizError, KeyboardInterrupt) as error:
            error.add_note(
                f"Neptune at {self._target.host} may now hold a part of {self._folder.path.name} beside what it held. "
                "Load again, this snapshot or another: it goes on from there."
            )
            raise


def _send_whole(bucket: Bucket, folder: Folder, listener: ProgressListener) -> str:
    assert folder.manifest is not None
    source = _send(bucket, folder.path, folder.manifest.files, folder.path.name, listener)
    bucket.put_manifest(folder.path, folder.path.name)
    return source


def _send(
    bucket: Bucket, folder: Path, files: Sequence[FileEntry], name: str, listener: ProgressListener
) -> str:
    def told(done: int, total: int) -> None:
        listener(Progress(ClusterStep.UPLOAD, done, total, "bytes"))

    return bucket.upload(folder, files, name, told)


def _is_all(changes: Difference) -> bool:
    """Whether every element is to be loaded, so that the snapshot's own files can be."""
    marks = changes.entities.marks, changes.associations.marks
    wanted = changes.counts.entities, changes.counts.associations
    return tuple(map(sum, marks)) == wanted


def _differing(wanted: Counts, found: Counts) -> Iterator[str]:
    pairs = [
        ("entities without a listing", {"": wanted.unresolved}, {"": found.unresolved}),
        ("", wanted.labels, found.labels),
        ("", wanted.association_types, found.association_types),
    ]
    for words, expected, actual in pairs:
        for name in sorted(expected.keys() | actual.keys()):
            if expected.get(name, 0) != actual.get(name, 0):
                yield f"{actual.get(name, 0):,} {words or name} instead of {expected.get(name, 0):,}"
