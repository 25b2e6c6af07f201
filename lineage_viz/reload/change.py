"""A change of a place: if a step of a reload, restore or removal fails, the last good snapshots are served again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from lineage_viz.errors import LineageVizError, Outcome, ReloadFailed, SnapshotError, sentence_of
from lineage_viz.export.export_progress import Notice
from lineage_viz.home import here_again, home_of
from lineage_viz.model import Origin
from lineage_viz.progress import Progress
from lineage_viz.reload.checklist import Recorder, ReloadStep
from lineage_viz.reload.place import Place
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot import verify as problems_of


class Change:
    """One change of a place, with the checklist of its steps."""

    def __init__(
        self,
        place: Place,
        recorder: Recorder,
        notice: Notice,
        *,
        replace: bool = False,
        is_alone: bool = True,
    ) -> None:
        """`is_alone` is False when other reloads may change the place until `provide` has returned."""
        self.recorder, self._place, self._replace, self._notice = recorder, place, replace, notice
        self._is_alone, self._started = is_alone, False
        self._mix = "It may hold a part of the new snapshot beside the earlier ones."

    def load(self, provide: Callable[[], Path]) -> Folder:
        """Serve the snapshot whose folder `provide` returns; on failure, serve the earlier ones again."""
        with self._guarded():
            self._look()
            path = provide()
            with self.recorder.step(ReloadStep.CHECK):
                folder = self._whole(path)
            with self._kept(folder) as folder:
                self._begin(self._place.steps(replace=self._replace)[0])
                for sentence in self._place.load(folder, self.recorder.reach, replace=self._replace):
                    self._notice(sentence)
            return folder

    def _whole(self, path: Path) -> Folder:
        try:
            return _checked(path)
        except SnapshotError:
            if fetched := here_again(self._place.settings, path):
                return _checked(fetched)
            raise

    def remove(self, origin: Origin) -> None:
        """Serve no snapshot of this origin any more; on failure, serve all earlier ones again."""
        self._mix = "It may lack a part of the earlier ones."
        with self._guarded():
            self._look(origin)
            self._begin(self._place.steps_of_removal[0])
            for sentence in self._place.remove(origin, self.recorder.reach):
                self._notice(sentence)

    @contextmanager
    def _kept(self, folder: Folder) -> Iterator[Folder]:
        """Keep the snapshot in the home in S3, if there is one, and protect it there until the end of the block."""
        home = home_of(self._place.settings)
        if home is None:
            yield folder
            return

        def report(done: int, total: int) -> None:
            self.recorder.reach(ReloadStep.KEEP, Progress(ReloadStep.KEEP, done, total, "bytes"))

        with ExitStack() as stack:
            with self.recorder.step(ReloadStep.KEEP):
                folder = stack.enter_context(home.loading(folder, report))
            yield folder

    def _look(self, leaving: Origin | None = None) -> None:
        with self.recorder.step(ReloadStep.LOOK):
            self._place.look(leaving)
            if self._replace:
                self._place.check_replaceable()

    def _begin(self, step: ReloadStep) -> None:
        self.recorder.reach(step)
        self._started = True

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.recorder.fail()
            self._recover(error)
            raise  # an interrupt or a bug, with a note that names the served snapshots

    def _recover(self, error: BaseException) -> None:
        """Roll back, and note the served snapshots. Raises ReloadFailed for an error of lineage_viz or of a file."""
        hurry = not isinstance(error, Exception)
        if self._started:
            outcome, served = self._roll_back(hurry=hurry)
        else:
            outcome, served = Outcome.UNTOUCHED, self._unchanged()
        if isinstance(error, LineageVizError | OSError):
            raise ReloadFailed(sentence_of(error), outcome, served) from error
        if outcome is not Outcome.NOT_RESTORED:
            getattr(error, "__notes__", []).clear()  # the roll-back has made them untrue
        error.add_note(served)

    def _unchanged(self) -> str:
        if not self._is_alone:
            with suppress(LineageVizError):
                self._place.look()  # others may have changed the place since
        return self._place.unchanged()

    def _roll_back(self, *, hurry: bool) -> tuple[Outcome, str]:
        self.recorder.add(ReloadStep.ROLL_BACK)
        try:
            with self.recorder.step(ReloadStep.ROLL_BACK):
                outcome = self._place.roll_back(self._report, hurry=hurry)
        except (LineageVizError, OSError, KeyboardInterrupt) as error:
            return Outcome.NOT_RESTORED, self._not_restored(error)
        if outcome is Outcome.UNTOUCHED:
            return outcome, self._place.unchanged()
        self.recorder.rolled_back()
        return (
            outcome,
            f"Rolled back: {self._place.name} holds {self._place.names()} again, and nothing else.",
        )

    def _report(self, _: ReloadStep, progress: Progress | None) -> None:
        self.recorder.reach(ReloadStep.ROLL_BACK, progress)

    def _not_restored(self, error: BaseException) -> str:
        interrupted = isinstance(error, KeyboardInterrupt)
        reason = "The roll-back was interrupted." if interrupted else sentence_of(error)
        return (
            f"{self._place.name} could not be rolled back to {self._place.names()}: {reason} {self._mix} "
            "The snapshots are kept here, complete: the next reload, load or restore continues from there."
        )


def _checked(path: Path) -> Folder:
    if problems := problems_of(path):
        raise SnapshotError(
            problems[0] if str(path) in problems[0] else f"{path} is not complete: {problems[0]}"
        )
    return open_folder(path.resolve())
