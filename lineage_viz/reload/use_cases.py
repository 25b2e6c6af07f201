"""Reload, restore and dry run of a place. If a reload or a restore fails, the place serves its last good snapshots."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.audit.kept_rows import keep_rows_of, not_kept_words
from lineage_viz.difference.difference import Difference, difference
from lineage_viz.errors import LineageVizError, ReloadBusy, sentence_of
from lineage_viz.evidence.services import Service
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.export.export_progress import Notice
from lineage_viz.export.turns import PAUSE, turn_to_export
from lineage_viz.home import here, open_kept
from lineage_viz.progress import ProgressListener
from lineage_viz.reload.change import Change
from lineage_viz.reload.checklist import ChecklistListener, Recorder, ReloadStep, silent
from lineage_viz.reload.kept import bring_earlier, tidy
from lineage_viz.reload.place import Place
from lineage_viz.reload.retention import check_enough
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import KEEP
from lineage_viz.snapshot import Folder

Account = Callable[[], LineageApi]
"""Opens the account to export. It is called in the export step, where wrong AWS settings then show."""


@dataclass(frozen=True, slots=True)
class ReloadOptions:
    """The options of a reload. `quick`, `details`, `anew`, `records` and `evidence` are those of its export.

    `replace` deletes everything on a cluster first. `keep` is the number of snapshots kept for each account and region.
    With `at_once`, reloads of other sources may run: so many export side by side, and each waits for its turn to load.
    """

    quick: bool = False
    details: bool = False
    anew: bool = False
    replace: bool = False
    keep: int = KEEP
    records: bool = True
    evidence: frozenset[Service] = frozenset()
    at_once: int = 0

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
    export, alone = [ReloadStep.EXPORT], ExitStack()
    if options.at_once:
        export = [ReloadStep.TURN, ReloadStep.EXPORT, ReloadStep.ALONE]
    steps = (
        *(ReloadStep.LOOK, *export, ReloadStep.CHECK, *_keeping(place)),
        *place.steps(replace=options.replace),
        *(ReloadStep.AUDIT, ReloadStep.TIDY),
    )
    recorder = Recorder(steps, listener)
    change = Change(place, recorder, notice, replace=options.replace, is_alone=not options.at_once)

    def provide() -> Path:
        with _turn(place, recorder, options.at_once):
            recorder.reach(ReloadStep.EXPORT)
            api = account()
            origin = api.origin.account, api.origin.region
            if place.settings.in_s3:
                recorder.put_off(ReloadStep.EXPORT)
                with recorder.step(ReloadStep.LOOK):
                    bring_earlier(place.settings, origin, notice)
            with recorder.step(ReloadStep.EXPORT):
                report: Callable[..., None] = lambda progress: recorder.reach(ReloadStep.EXPORT, progress)  # noqa: E731
                path = export_lineage(api, options.of_export(place.settings.kept), report, notice)
        if options.at_once:
            with recorder.step(ReloadStep.ALONE):
                _wait_until_alone(place, alone)
                place.look()
        return path

    with alone:
        if not options.at_once:
            alone.enter_context(place.alone())
        folder = change.load(provide)
        with _noted_if_interrupted(place, folder):
            not_audited = _audit(place, folder, recorder, notice)
            deleted = _delete_old(place, recorder, options.keep, notice)
    recorder.finish()
    return Reloaded(folder, deleted, not_audited)


@contextmanager
def _turn(place: Place, recorder: Recorder, at_once: int) -> Iterator[None]:
    """Wait for a turn to export beside other sources, if there may be any, and end it with the block."""
    with ExitStack() as turn:
        if at_once:
            with recorder.step(ReloadStep.TURN):
                turn.enter_context(turn_to_export(place.settings.data, at_once))
        yield


def _wait_until_alone(place: Place, alone: ExitStack) -> None:
    """Keep other reloads of the place away until `alone` is closed, as soon as none runs."""
    while True:
        try:
            alone.enter_context(place.alone())
        except ReloadBusy:
            time.sleep(PAUSE)
        else:
            return


def restore(
    place: Place,
    path: Path,
    *,
    replace: bool = False,
    listener: ChecklistListener = silent,
    notice: Notice = _ignored,
) -> Reloaded:
    """Serve a kept snapshot in place of the one of its account and region. Raises the same errors as `reload`."""
    steps = (
        ReloadStep.LOOK,
        ReloadStep.CHECK,
        *_keeping(place),
        *place.steps(replace=replace),
        ReloadStep.AUDIT,
    )
    change = Change(place, Recorder(steps, listener), notice, replace=replace)
    with place.alone():
        folder = change.load(lambda: here(place.settings, path))
        with _noted_if_interrupted(place, folder):
            not_audited = _audit(place, folder, change.recorder, notice)
    change.recorder.finish()
    return Reloaded(folder, not_audited=not_audited)


def _keeping(place: Place) -> Sequence[ReloadStep]:
    """The step that keeps a snapshot in the home in S3, if there is one."""
    return (ReloadStep.KEEP,) if place.settings.in_s3 else ()


def repair(place: Place, listener: ChecklistListener = silent, notice: Notice = _ignored) -> None:
    """Serve exactly the last good snapshots again, after a change that was broken off. `notice` says what was done.

    Raises ReloadBusy, LineageVizError.
    """
    recorder = Recorder((ReloadStep.LOOK, *place.steps(replace=False)), listener)
    with place.alone():
        try:
            with recorder.step(ReloadStep.LOOK):
                place.look_for_repair()
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
    held, folder = place.held(), open_kept(place.settings, path)
    return difference(held.states(), held.with_(folder))


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
        sentence = not_kept_words(folder.path, error)
        notice(sentence)
        return sentence


def _delete_old(place: Place, recorder: Recorder, keep: int, notice: Notice) -> tuple[Path, ...]:
    """Delete old snapshots. An error becomes a notice, because the reload itself has succeeded."""
    try:
        with recorder.step(ReloadStep.TIDY):
            return tidy(place.settings, keep, place.in_use)
    except (LineageVizError, OSError) as error:
        notice(f"Old snapshots were not removed: {sentence_of(error)}")
        return ()
