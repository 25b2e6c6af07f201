"""Reload, restore and dry run of a place. If a reload or a restore fails, the place serves its last good snapshots."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.audit.kept_rows import keep_rows_of
from lineage_viz.difference.difference import Difference, difference
from lineage_viz.errors import (
    LineageVizError,
    Outcome,
    ReloadFailed,
    SnapshotError,
)
from lineage_viz.evidence.services import Service
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.export.export_progress import Notice
from lineage_viz.progress import Progress, ProgressListener
from lineage_viz.reload.checklist import ChecklistListener, Recorder, ReloadStep, silent
from lineage_viz.reload.place import Place
from lineage_viz.reload.retention import check_enough, delete_outlived
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import KEEP
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot import verify as problems_of

Account = Callable[[], LineageApi]
"""Opens the account to export. It is called in the export step, where wrong AWS settings then show."""


@dataclass(frozen=True, slots=True)
class ReloadOptions:
    """The options of a reload. `quick`, `details`, `anew`, `records` and `evidence` are those of its export.

    `replace` deletes everything on a cluster first. `keep` is the number of snapshots kept for each account and region.
    """

    quick: bool = False
    details: bool = False
    anew: bool = False
    replace: bool = False
    keep: int = KEEP
    records: bool = True
    evidence: frozenset[Service] = frozenset()

    def of_export(self, out: Path) -> ExportOptions:
        """The options of its export into a folder."""
        return ExportOptions(out, self.quick, self.details, self.anew, self.records, self.evidence)


@dataclass(frozen=True, slots=True)
class Reloaded:
    """The result of a reload: the served snapshot, and the folders of deleted old snapshots (`gone`).

    `not_audited` says why the outcomes of its audit are not beside the snapshot, and the next step; empty if they are.
    """

    folder: Folder
    gone: tuple[Path, ...] = ()
    not_audited: str = ""


def _ignored(_: str) -> None:
    """Ignore notices: the default listener."""


def reload(
    place: Place,
    options: ReloadOptions = ReloadOptions(),
    listener: ChecklistListener = silent,
    notice: Notice = _ignored,
    account: Account = LineageApi,
) -> Reloaded:
    """Export, verify, load, verify, switch, audit all models, and delete old snapshots.

    Raises ReloadFailed, which names the served snapshots. Raises ReloadBusy and SettingsError before the first step.
    """
    check_enough(options.keep)
    steps = (
        ReloadStep.LOOK,
        ReloadStep.EXPORT,
        ReloadStep.CHECK,
        *place.steps(replace=options.replace),
        ReloadStep.AUDIT,
        ReloadStep.TIDY,
    )
    change = _Change(place, Recorder(steps, listener), options.replace, notice)
    export_options = options.of_export(place.settings.kept)

    def export() -> Path:
        with change.recorder.step(ReloadStep.EXPORT):
            report: Callable[..., None] = lambda progress: change.recorder.reach(ReloadStep.EXPORT, progress)  # noqa: E731
            return export_lineage(account(), export_options, report, notice)

    with place.alone():
        folder = change.run(export)
        with _noted_if_interrupted(place, folder):
            not_audited = _audit(place, folder, change.recorder, notice)
            deleted = _delete_old(place, change.recorder, options.keep, notice)
    change.recorder.finish()
    return Reloaded(folder, deleted, not_audited)


def restore(
    place: Place,
    path: Path,
    *,
    replace: bool = False,
    listener: ChecklistListener = silent,
    notice: Notice = _ignored,
) -> Reloaded:
    """Serve a kept snapshot in place of the one of its account and region. Raises the same errors as `reload`."""
    steps = ReloadStep.LOOK, ReloadStep.CHECK, *place.steps(replace=replace), ReloadStep.AUDIT
    change = _Change(place, Recorder(steps, listener), replace, notice)
    with place.alone():
        folder = change.run(lambda: path)
        with _noted_if_interrupted(place, folder):
            not_audited = _audit(place, folder, change.recorder, notice)
    change.recorder.finish()
    return Reloaded(folder, not_audited=not_audited)


def repair(place: Place, listener: ChecklistListener = silent, notice: Notice = _ignored) -> None:
    """Serve exactly the last good snapshots again, after a change that was broken off. `notice` says what was done.

    Raises ReloadBusy, LineageVizError.
    """
    recorder = Recorder((ReloadStep.LOOK, *place.steps(replace=False)), listener)
    with place.alone():
        try:
            with recorder.step(ReloadStep.LOOK):
                place.look()
            for sentence in place.repair(recorder.reach):
                notice(sentence)
        except BaseException:
            recorder.fail()
            raise
    recorder.finish()


def dry_run(place: Place, path: Path) -> Difference:
    """Compare this snapshot with the served ones: added, changed and removed elements, by type, with samples.

    Raises SnapshotError, LoadFailed, StoreUnavailable.
    """
    held, folder = place.held(), open_folder(path)
    return difference(held.states(), held.with_(folder))


class _Change:
    """The common part of reload and restore: load a snapshot, or roll back."""

    def __init__(self, place: Place, recorder: Recorder, replace: bool, notice: Notice) -> None:
        self.recorder, self._place, self._replace, self._notice = recorder, place, replace, notice

    def run(self, provide: Callable[[], Path]) -> Folder:
        """Serve the snapshot whose folder `provide` returns; on failure, serve the earlier ones again."""
        load_started = False
        try:
            with self.recorder.step(ReloadStep.LOOK):
                self._place.look()
                if self._replace:
                    self._place.check_replaceable()
            path = provide()
            with self.recorder.step(ReloadStep.CHECK):
                folder = _checked(path)
            self.recorder.reach(self._place.steps(replace=self._replace)[0])
            load_started = True
            for sentence in self._place.load(folder, self.recorder.reach, replace=self._replace):
                self._notice(sentence)
            return folder
        except BaseException as error:
            self.recorder.fail()
            self._recover(error, load_started=load_started)
            raise  # an interrupt or a bug, with a note that names the served snapshots

    def _recover(self, error: BaseException, *, load_started: bool) -> None:
        """Roll back, and note the served snapshots. Raises ReloadFailed for an error of lineage_viz or of a file."""
        hurry = not isinstance(error, Exception)
        if load_started:
            outcome, served = self._roll_back(hurry=hurry)
        else:
            outcome, served = Outcome.UNTOUCHED, self._place.unchanged()
        if isinstance(error, LineageVizError | OSError):
            raise ReloadFailed(_sentence(error), outcome, served) from error
        if outcome is not Outcome.NOT_RESTORED:
            getattr(error, "__notes__", []).clear()  # the roll-back has made them untrue
        error.add_note(served)

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
        reason = "The roll-back was interrupted." if interrupted else _sentence(error)
        return (
            f"{self._place.name} could not be rolled back to {self._place.names()}: {reason} It may hold a part of "
            "the new snapshot beside the earlier ones. The snapshots are kept here, complete: the next reload, load "
            "or restore continues from there."
        )


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'} cannot be written or read: {error.strerror or error}."
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _checked(path: Path) -> Folder:
    if problems := problems_of(path):
        raise SnapshotError(
            problems[0] if str(path) in problems[0] else f"{path} is not complete: {problems[0]}"
        )
    return open_folder(path.resolve())


@contextmanager
def _noted_if_interrupted(place: Place, folder: Folder) -> Iterator[None]:
    """Add a note to an interrupt: the place already serves the new snapshot."""
    try:
        yield
    except BaseException as error:
        error.add_note(
            f"{place.name} now serves {folder.path.name}. Some old snapshots may not be deleted yet."
        )
        raise


def _audit(place: Place, folder: Folder, recorder: Recorder, notice: Notice) -> str:
    """Keep the outcomes of all models beside the snapshot, also those of all served snapshots as one graph.

    Any error becomes a notice: the snapshot is served.

    Returns the notice; empty if the outcomes are kept.
    """
    try:
        with recorder.step(ReloadStep.AUDIT):
            tell: ProgressListener = lambda progress: recorder.reach(ReloadStep.AUDIT, progress)  # noqa: E731
            keep_rows_of(folder, listener=tell)
            if len(together := place.held().loaded) > 1:
                keep_rows_of(*together, listener=tell)
        return ""
    except Exception as error:
        reason = _sentence(error) if isinstance(error, LineageVizError | OSError) else type(error).__name__
        sentence = (
            f"The outcomes of the audit were not kept beside {folder.path.name}: {reason.rstrip('.')}. The snapshot is "
            "served, and the Audit page makes them anew; the trend lacks them. Mend this, and run: "
            f"python -m lineage_viz audit --all --snapshot {folder.path}"
        )
        notice(sentence)
        return sentence


def _delete_old(place: Place, recorder: Recorder, keep: int, notice: Notice) -> tuple[Path, ...]:
    """Delete old snapshots. An error becomes a notice, because the reload itself has succeeded."""
    try:
        with recorder.step(ReloadStep.TIDY):
            return delete_outlived(place.settings.kept, keep, place.in_use)
    except (LineageVizError, OSError) as error:
        notice(f"Old snapshots were not removed: {_sentence(error)}")
        return ()
