"""This app as a place: it shows the snapshots that a file names, and a reload changes that file."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from lineage_viz.difference.counts import count_differences
from lineage_viz.errors import HomeError, Outcome, SettingsError, SnapshotError
from lineage_viz.home import open_kept, where
from lineage_viz.home.records import Change, read_named
from lineage_viz.model import Origin, origin_name
from lineage_viz.reload.checklist import ReloadStep, StepListener
from lineage_viz.reload.records import all_recorded, alone, change_record, claim, record
from lineage_viz.settings import SNAPSHOT, Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.current import Named, check_origins
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots
from lineage_viz.store.base import Counts
from lineage_viz.store.factory import local_store
from lineage_viz.typed_command import typed_command


class LocalPlace:
    """The app that keeps its data in the folder of the settings."""

    def __init__(self, settings: Settings, *, wait: bool = False) -> None:
        """With `wait`, a change begins as soon as that of another process has ended.

        Raises SettingsError when the settings name the shown snapshot, because the app then ignores the file."""
        if settings.snapshots:
            raise SettingsError(
                f"{SNAPSHOT} sets the snapshot that the app shows, so a reload would change nothing. Unset it; then "
                "the app shows the snapshot that you reload or restore."
            )
        self.settings, self._wait = settings, wait
        self._before: tuple[Named, ...] | None = None
        self._changed: Origin | None = None

    @property
    def name(self) -> str:
        """The name in messages."""
        return "The app"

    def steps(self, *, replace: bool) -> Sequence[ReloadStep]:
        """The steps of `load`. They are the same with and without `replace`, as only the file changes."""
        del replace
        return ReloadStep.OPEN, ReloadStep.SWITCH

    def alone(self) -> AbstractContextManager[Path]:
        """Keep other reloads of this app away until the end of the block. Raises ReloadBusy, SnapshotError."""
        return alone(self.settings, "app", self.name, wait=self._wait)

    def look(self, leaving: Origin | None = None) -> None:
        """Read the names of the shown snapshots. An unreadable file is no obstacle, because `load` replaces it."""
        del leaving
        self._before = self._named()

    def look_for_repair(self) -> None:
        """Look: the file is read anew at each change."""
        self.look()

    def names(self) -> str:
        """The names of the last good snapshots, for messages."""
        if self._before is None:
            return "its earlier snapshots"
        return ", ".join(each.path.name for each in self._before) or "the demo account"

    def unchanged(self) -> str:
        """The sentence that nothing was changed."""
        return f"Nothing was changed: the app shows {self.names()} as before."

    def held(self) -> LoadedSnapshots:
        """The shown snapshots. Raises SnapshotError when one is missing or damaged."""
        return LoadedSnapshots(tuple(open_kept(self.settings, each.path) for each in self.served()))

    def check_replaceable(self) -> None:
        """Do nothing: the app keeps the shown snapshots until the switch."""

    def load(self, folder: Folder, listener: StepListener, *, replace: bool) -> Sequence[str]:
        """Check that the app can open the snapshot, then name it in the file. Raises SettingsError, SnapshotError.

        A missing snapshot of another account is dropped from the file: with it the app could open nothing.
        """
        del replace
        new = Named.of(folder.info)
        claim(self.settings, [new])  # before it is opened: if another app deletes it first, the opening fails
        listener(ReloadStep.OPEN, None)
        folder = _checked(folder.path)
        others: dict[Origin, Folder] = {}
        notices = [] if self._before is not None else [self._forgotten()]
        for each in self._before or ():
            if each.origin != new.origin:
                try:
                    others[each.origin] = opened = open_kept(self.settings, each.path)
                    check_origins([each], [opened.info.origin], where(self.settings, self.settings.current))
                except HomeError:
                    raise
                except SnapshotError as error:
                    others.pop(each.origin, None)
                    notices.append(f"{each.path.name} is no longer shown: {error}")
        if others:
            local_store([*others.values(), folder])
        listener(ReloadStep.SWITCH, None)
        # Another machine may have named a first snapshot of this account since the look.
        before = {new.origin, *(each.origin for each in self._before or ())}
        gone = before - others.keys()
        self._change(new.origin, lambda now: [*(each for each in now if each.origin not in gone), new])
        return notices

    def repair(self, listener: StepListener) -> Sequence[str]:
        """Check that the shown snapshots are whole. The app shows a snapshot whole or not at all."""
        listener(ReloadStep.OPEN, None)
        for each in self._before or ():
            _checked(each.path)
        return ("The app shows whole snapshots only, so there is nothing to repair.",)

    def served(self) -> Sequence[Named]:
        """The names of the shown snapshots, also of those whose folder is missing. Raises SnapshotError."""
        return read_named(self.settings, self.settings.current)

    @property
    def steps_of_removal(self) -> Sequence[ReloadStep]:
        """The only step."""
        return (ReloadStep.REMOVE,)

    def remove(self, origin: Origin, listener: StepListener) -> Sequence[str]:
        """Name the other snapshots only. Raises SnapshotError."""
        if all(each.origin != origin for each in self.served()):
            raise SnapshotError(f"The app shows no snapshot of {origin_name(origin)}.")
        listener(ReloadStep.REMOVE, None)
        self._change(origin, lambda now: [each for each in now if each.origin != origin])
        return ()

    def roll_back(self, listener: StepListener, *, hurry: bool) -> Outcome:
        """Name the earlier snapshots again. The file changes last, so only an interrupt can follow that change."""
        del listener
        if self._named(brief=hurry) == self._before:
            return Outcome.UNTOUCHED
        if self._before is None:
            raise SnapshotError(
                f"{where(self.settings, self.settings.current)} names the new snapshot. "
                "Before that it could not be read."
            )
        self._change(self._changed, self._as_before)
        return Outcome.ROLLED_BACK

    def _change(self, origin: Origin | None, change: Change) -> None:
        """Change what the app shows of an origin. Where other machines change the record too, their part stays."""
        self._changed = origin
        change_record(self.settings, self.settings.current, change)

    def _as_before(self, now: Sequence[Named]) -> Sequence[Named]:
        """The present snapshots, with that of the changed origin as it was before."""
        before = self._before or ()
        others = [each for each in now if each.origin != self._changed]
        if others == [each for each in before if each.origin != self._changed]:
            return before
        return [*others, *(each for each in before if each.origin == self._changed)]

    def in_use(self) -> frozenset[Path]:
        """The folders of all snapshots that are recorded as in use. Raises SnapshotError."""
        return all_recorded(self.settings)

    def _forgotten(self) -> str:
        return (
            f"{where(self.settings, self.settings.current)}, which names the shown snapshots, could not be read. If "
            "the app showed several accounts, restore the others."
        )

    def _named(self, *, brief: bool = False) -> tuple[Named, ...] | None:
        try:
            return read_named(self.settings, self.settings.current, brief=brief)
        except HomeError:
            raise
        except SnapshotError:
            return None


def show_demo(settings: Settings) -> None:
    """Name no snapshot, so that the app shows the demo account. Kept snapshots stay.

    Raises ReloadBusy, SettingsError, SnapshotError.
    """
    if settings.neptune:
        raise SettingsError(
            f"A cluster has no demo account of its own. Make a snapshot of it with `{typed_command()} demo --out "
            "DIR`, and restore that."
        )
    with LocalPlace(settings).alone():
        record(settings, settings.current, ())


def _checked(path: Path) -> Folder:
    """Open the snapshot, load it as the app does, and compare its counts. Raises SnapshotError."""
    folder = open_folder(path)
    manifest = folder.manifest
    if manifest is None:
        raise SnapshotError(
            f"{folder.path} has no manifest, so it cannot be served. Make a snapshot of it with "
            f"`{typed_command()} adopt FOLDER --out DIR`."
        )
    counts = local_store([folder]).counts()
    listed = Counts(
        labels={label: number for label, number in manifest.labels.items() if number},
        association_types=manifest.association_types,
        unresolved=manifest.unresolved,
    )
    if problem := "; ".join(count_differences(listed, counts)):
        raise SnapshotError(f"{folder.path} does not match its manifest: {problem}. Export again.")
    return folder
