"""A Neptune cluster: what it holds is changed there, and mended by loading the last good snapshots again."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
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
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.load import empty, load_snapshot
from lineage_viz.neptune_admin.loaded_on_cluster import held_by
from lineage_viz.neptune_admin.reset import ResetProgress, request_reset, wait_for_reset
from lineage_viz.neptune_admin.target import Target
from lineage_viz.progress import Progress
from lineage_viz.reload.checklist import ReloadStep, StepListener
from lineage_viz.reload.records import all_recorded, alone, before_replacing, record, served_by
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder, open_folder, verify
from lineage_viz.snapshot.current import Named, read_current
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest, origin
from lineage_viz.store.neptune.marker import Marker

ATTEMPTS, BETWEEN = 3, 20.0
"""Times the last good snapshots are loaded again while something is out of reach, and the seconds in between."""

HURRY = 600.0
"""Seconds that going back may take when the process is to end."""

_STEPS = {
    ClusterStep.COMPARE: ReloadStep.COMPARE,
    ClusterStep.UPLOAD: ReloadStep.UPLOAD,
    ClusterStep.RESET: ReloadStep.RESET,
    ClusterStep.LOAD: ReloadStep.LOAD,
    ClusterStep.REMOVE: ReloadStep.REMOVE,
    ClusterStep.VERIFY: ReloadStep.VERIFY,
}


class NeptunePlace:
    """A cluster, and what is known of it here."""

    def __init__(self, target: Target, settings: Settings) -> None:
        self.settings, self._target = settings, target
        self._served = served_by(settings, target.host)
        self._replacing = before_replacing(settings, target.host)
        self._markers: tuple[Marker, ...] = ()
        self._good: tuple[Folder, ...] | None = None
        self._was_whole = False
        self._new = ""
        self._started: datetime | None = None
        self._resetting = False

    @property
    def name(self) -> str:
        """As messages name it."""
        return f"Neptune at {self._target.host}"

    def steps(self, *, replace: bool) -> Sequence[ReloadStep]:
        """Before everything is deleted, all that is to be loaded, and could be again, is in S3."""
        if replace:
            return ReloadStep.UPLOAD, ReloadStep.RESET, ReloadStep.COMPARE, ReloadStep.LOAD, ReloadStep.VERIFY
        return ReloadStep.COMPARE, ReloadStep.UPLOAD, ReloadStep.LOAD, ReloadStep.REMOVE, ReloadStep.VERIFY

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else reloads this cluster from here. Raises ReloadBusy, SnapshotError."""
        return alone(self.settings, self._target.host, self.name)

    def look(self) -> None:
        """What the cluster says that it holds; after a replace that did not end, also what it held before."""
        self._good = None  # until the cluster has told
        self._markers, held = self._target.markers(), self.held()
        loaded = {origin(folder.info): folder for folder in held.loaded}
        good = {
            each.origin: self._reopened(each) for each in self._named() if each.origin not in loaded
        } | loaded
        self._good = tuple(good.values())
        self._was_whole = not held.incoming and len(held.loaded) == len(self._good)

    def _named(self) -> tuple[Named, ...]:
        """What it held before a replace that did not end. A file that says nothing is no reason to load nothing new."""
        try:
            return read_current(self._replacing)
        except SnapshotError:
            return ()

    def _reopened(self, named: Named) -> Folder:
        try:
            return open_folder(named.path)
        except SnapshotError as error:
            raise SnapshotError(
                f"{self.name} held {named.path.name} before a replace that did not end, and it cannot be opened. "
                f"{error} To go on without it, delete {self._replacing}."
            ) from error

    def names(self) -> str:
        """The last good snapshots, as messages name them."""
        return ", ".join(folder.path.name for folder in self._good or ()) or "nothing"

    def unchanged(self) -> str:
        """What it holds as before; where it could not be asked, only that it was left alone."""
        if self._good is None:
            return f"{self.name} was not changed."
        if self._was_whole:
            return f"Nothing was changed: {self.name} holds {self.names()} as before."
        return (
            f"Nothing was changed: an earlier load of {self.name} has not ended, and it may hold parts of two "
            f"snapshots. The last good one is {self.names()}; the next reload, load or restore goes on from there."
        )

    def held(self) -> LoadedSnapshots:
        """What the graph may hold, as folders that are here. Raises LoadFailed, StoreUnavailable."""
        return held_by(self._target, self.settings.kept)

    def check_replaceable(self) -> None:
        """Every row of what would have to be loaded again. Raises SnapshotError."""
        for folder in self._good or ():
            if problems := verify(folder.path):
                raise SnapshotError(
                    f"{self.name} holds {folder.path.name}, and its folder is damaged: {problems[0]} Nothing is "
                    "deleted while there is no other whole copy. Reload with Sync (without --replace)."
                )

    def load(self, folder: Folder, listener: StepListener, *, replace: bool) -> Sequence[str]:
        """Load it, and what else the cluster has to hold. Raises LineageVizError."""
        good = self._good or ()
        self._new = digest(folder)
        # From now on it is in use, also for those who tidy up after a reload of something else.
        record(self.settings, self._served, [Named.of(each.info) for each in (*good, folder)])
        others = tuple(each for each in good if origin(each.info) != origin(folder.info))
        if replace:
            self._stage((*good, folder), listener)
            self._started = self._target.cluster.status().started
            record(self.settings, self._replacing, [Named.of(each.info) for each in good])
        else:
            loaded = {each.digest for each in self._markers if not each.incoming}
            others = tuple(each for each in others if digest(each) not in loaded)
        # The new one comes last: until then going back is loading again what was there before.
        for number, each in enumerate((*others, folder)):
            load_snapshot(self._target, each, replace=replace and number == 0, listener=self._noted(listener))
        self._settled()
        return ()

    def roll_back(self, listener: StepListener, *, hurry: bool) -> Outcome:
        """See whether anything was changed, and if so load the last good snapshots again. Raises LineageVizError."""
        target = (
            with_(self._target, pause=_until(time.monotonic() + HURRY, self._target.pause))
            if hurry
            else self._target
        )
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._go_back(target, listener)
            except (StoreUnavailable, BucketError):
                if attempt == ATTEMPTS or hurry:
                    raise
                target.pause(BETWEEN)
        raise AssertionError

    def in_use(self) -> frozenset[Path]:
        """All that is recorded, and all that the cluster names. Raises SnapshotError, StoreUnavailable."""
        named = {Path(each.info.path) for each in self._target.markers()}
        moved = {self.settings.kept.resolve() / path.name for path in named}
        return all_recorded(self.settings) | {path.resolve() for path in named} | moved

    def _stage(self, folders: Sequence[Folder], listener: StepListener) -> None:
        """Put all files in S3: once everything is deleted, nothing but loading may be needed."""
        bucket = Bucket(self._target.load_settings)
        for folder in folders:
            assert folder.manifest is not None

            def sent(done: int, total: int) -> None:
                listener(ReloadStep.UPLOAD, Progress(ClusterStep.UPLOAD, done, total, "bytes"))

            bucket.upload(folder.path, folder.manifest.files, folder.path.name, sent)

    def _noted(self, listener: StepListener) -> Callable[[Progress], None]:
        """In the steps of a reload, with a note of whether everything is being deleted."""
        heard = _in_words(listener)

        def noted(progress: Progress) -> None:
            self._resetting = progress.step == ClusterStep.RESET
            heard(progress)

        return noted

    def _go_back(self, target: Target, listener: StepListener) -> Outcome:
        if self._resetting:
            self._wait_for_reset(target, listener)
        markers = target.markers()
        # A mark is set before anything else changes, and a reset deletes all marks.
        if markers == self._markers and self._was_whole:
            self._settled()
            return Outcome.UNTOUCHED
        if not self._good:
            return self._empty_again(target, markers, listener)
        for folder in self._good:
            if not self._is_loaded(folder):
                load_snapshot(target, folder, listener=_in_words(listener))
        if not all(map(self._is_loaded, self._good)):
            raise self._not_alone()
        self._settled()
        return Outcome.ROLLED_BACK

    def _wait_for_reset(self, target: Target, listener: StepListener) -> None:
        """A cluster that was asked to delete everything is as before for some seconds, and then does it."""

        def heard(progress: ResetProgress) -> None:
            listener(
                ReloadStep.RESET,
                Progress(ClusterStep.RESET, round(progress.seconds), unit="s", note=progress.state),
            )

        wait_for_reset(target.cluster, self._started, target.is_empty, heard, pause=target.pause)
        self._resetting = False

    def _empty_again(self, target: Target, markers: Sequence[Marker], listener: StepListener) -> Outcome:
        """It held nothing before; what is begun is not worth keeping."""
        if any(not each.incoming and each.digest != self._new for each in markers):
            raise self._not_alone()
        if not target.is_empty():
            empty(target, request_reset(target.cluster), _in_words(listener))
        self._settled()
        return Outcome.ROLLED_BACK

    def _not_alone(self) -> LoadFailed:
        return LoadFailed(
            f"Somebody else has loaded {self.name} meanwhile. The Admin page and `status` say what it holds."
        )

    def _settled(self) -> None:
        """The cluster itself says again what it holds; that it is also written here is for the next tidying up."""
        with suppress(LineageVizError, OSError):
            record(self.settings, self._served, [Named.of(folder.info) for folder in self.held().loaded])
            self._replacing.unlink(missing_ok=True)

    def _is_loaded(self, folder: Folder) -> bool:
        """Whole, and with nothing begun beside it."""
        markers = self._target.markers()
        return not any(each.incoming for each in markers) and digest(folder) in {
            each.digest for each in markers
        }


def _in_words(listener: StepListener) -> Callable[[Progress], None]:
    return lambda progress: listener(_STEPS[ClusterStep(progress.step)], progress)


def _until(deadline: float, pause: Callable[[float], None]) -> Callable[[float], None]:
    def bounded(seconds: float) -> None:
        if time.monotonic() > deadline:
            raise LoadFailed(f"It took longer than {HURRY / 60:.0f} minutes, and the process is to end.")
        pause(seconds)

    return bounded
