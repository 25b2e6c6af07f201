"""Reload, restore, dry run: each changes, or would change, what a place serves, and never leaves it with less."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.difference.difference import Difference, difference
from lineage_viz.errors import (
    LineageVizError,
    Outcome,
    ReloadFailed,
    SnapshotError,
)
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.export.export_progress import Notice
from lineage_viz.progress import Progress
from lineage_viz.reload.checklist import ChecklistListener, Recorder, ReloadStep, silent
from lineage_viz.reload.place import Place
from lineage_viz.reload.retention import KEEP, check_enough, let_go
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot import verify as problems_of

Account = Callable[[], LineageApi]
"""Opens the account to export; what is wrong with the AWS settings is found out in that step."""


@dataclass(frozen=True, slots=True)
class ReloadOptions:
    """`quick`, `details` and `anew` are those of an export; `replace` empties a cluster first.

    `keep` snapshots stay of each account and region.
    """

    quick: bool = False
    details: bool = False
    anew: bool = False
    replace: bool = False
    keep: int = KEEP


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What is served now, and the folders of old snapshots that were deleted."""

    folder: Folder
    gone: tuple[Path, ...] = ()


def _unheard(_: str) -> None:
    """Nobody listens."""


def reload(
    place: Place,
    options: ReloadOptions = ReloadOptions(),
    listener: ChecklistListener = silent,
    notice: Notice = _unheard,
    account: Account = LineageApi,
) -> Reloaded:
    """Export, verify, load, verify, switch, and let old snapshots go.

    Raises ReloadFailed, which says what is served now; ReloadBusy, SettingsError before anything is begun.
    """
    check_enough(options.keep)
    steps = (
        ReloadStep.LOOK,
        ReloadStep.EXPORT,
        ReloadStep.CHECK,
        *place.steps(replace=options.replace),
        ReloadStep.TIDY,
    )
    change = _Change(place, Recorder(steps, listener), options.replace, notice)
    asked = ExportOptions(place.settings.kept, options.quick, options.details, options.anew)

    def exported() -> Path:
        with change.recorder.step(ReloadStep.EXPORT):
            told: Callable[..., None] = lambda progress: change.recorder.reach(ReloadStep.EXPORT, progress)  # noqa: E731
            return export_lineage(account(), asked, told, notice)

    with place.alone():
        folder = change.run(exported)
        with _said_if_interrupted(place, folder):
            gone = _tidied(place, change.recorder, options.keep, notice)
    change.recorder.finish()
    return Reloaded(folder, gone)


def restore(
    place: Place,
    path: Path,
    *,
    replace: bool = False,
    listener: ChecklistListener = silent,
    notice: Notice = _unheard,
) -> Reloaded:
    """Serve a snapshot that is kept in place of the one of its account and region. Raises as `reload` does."""
    steps = ReloadStep.LOOK, ReloadStep.CHECK, *place.steps(replace=replace)
    change = _Change(place, Recorder(steps, listener), replace, notice)
    with place.alone():
        folder = change.run(lambda: path)
    change.recorder.finish()
    return Reloaded(folder)


def dry_run(place: Place, path: Path) -> Difference:
    """What serving this snapshot would change: added, changed and removed, by type, with samples.

    Raises SnapshotError, LoadFailed, StoreUnavailable.
    """
    held, folder = place.held(), open_folder(path)
    return difference(held.states(), held.with_(folder))


class _Change:
    """What reload and restore have in common: all that is not to be lost."""

    def __init__(self, place: Place, recorder: Recorder, replace: bool, notice: Notice) -> None:
        self.recorder, self._place, self._replace, self._notice = recorder, place, replace, notice

    def run(self, found: Callable[[], Path]) -> Folder:
        """Serve the snapshot that `found` gives, or what was served before."""
        begun = False
        try:
            with self.recorder.step(ReloadStep.LOOK):
                self._place.look()
                if self._replace:
                    self._place.check_replaceable()
            path = found()
            with self.recorder.step(ReloadStep.CHECK):
                folder = _checked(path)
            self.recorder.reach(self._place.steps(replace=self._replace)[0])
            begun = True
            for sentence in self._place.load(folder, self.recorder.reach, replace=self._replace):
                self._notice(sentence)
            return folder
        except BaseException as error:
            self.recorder.fail()
            self._told(error, begun=begun)
            raise  # what is no error of ours, with the note of what is served

    def _told(self, error: BaseException, *, begun: bool) -> None:
        """Go back, and say with the error what is served now. Raises ReloadFailed in the place of our own errors."""
        hurry = not isinstance(error, Exception)
        outcome, served = self._back(hurry=hurry) if begun else (Outcome.UNTOUCHED, self._place.unchanged())
        if isinstance(error, LineageVizError | OSError):
            raise ReloadFailed(_sentence(error), outcome, served) from error
        if outcome is not Outcome.NOT_RESTORED:
            getattr(error, "__notes__", []).clear()  # they say what is no longer so
        error.add_note(served)

    def _back(self, *, hurry: bool) -> tuple[Outcome, str]:
        self.recorder.add(ReloadStep.ROLL_BACK)
        try:
            with self.recorder.step(ReloadStep.ROLL_BACK):
                outcome = self._place.roll_back(self._rolling, hurry=hurry)
        except (LineageVizError, OSError, KeyboardInterrupt) as error:
            return Outcome.NOT_RESTORED, self._lost(error)
        if outcome is Outcome.UNTOUCHED:
            return outcome, self._place.unchanged()
        self.recorder.rolled_back()
        return (
            outcome,
            f"Rolled back: {self._place.name} holds {self._place.names()} again, and nothing else.",
        )

    def _rolling(self, _: ReloadStep, progress: Progress | None) -> None:
        self.recorder.reach(ReloadStep.ROLL_BACK, progress)

    def _lost(self, error: BaseException) -> str:
        why = "That was interrupted." if isinstance(error, KeyboardInterrupt) else _sentence(error)
        return (
            f"{self._place.name} could not be brought back to {self._place.names()}: {why} It may hold a part of what "
            "was to be loaded beside what it held. The snapshots are kept here, whole: the next reload, load or "
            "restore goes on from there."
        )


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'} cannot be written or read: {error.strerror or error}."
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _checked(path: Path) -> Folder:
    if problems := problems_of(path):
        raise SnapshotError(
            problems[0] if str(path) in problems[0] else f"{path} is not whole: {problems[0]}"
        )
    return open_folder(path.resolve())


@contextmanager
def _said_if_interrupted(place: Place, folder: Folder) -> Iterator[None]:
    """All that matters is done by then."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"{place.name} has {folder.path.name}; some old snapshots may be left.")
        raise


def _tidied(place: Place, recorder: Recorder, keep: int, notice: Notice) -> tuple[Path, ...]:
    """The reload has succeeded; that old snapshots stay is no failure of it, but is said."""
    try:
        with recorder.step(ReloadStep.TIDY):
            return let_go(place.settings.kept, keep, place.in_use)
    except (LineageVizError, OSError) as error:
        notice(f"Old snapshots were not removed: {_sentence(error)}")
        return ()
