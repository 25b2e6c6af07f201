"""This app: it shows the snapshots that a file names, and a reload changes that file."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from lineage_viz.errors import Outcome, SettingsError, SnapshotError
from lineage_viz.reload.checklist import ReloadStep, StepListener
from lineage_viz.reload.records import all_recorded, alone, claim, record
from lineage_viz.settings import SNAPSHOT, Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.current import Named, read_current
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.store.base import Counts
from lineage_viz.store.factory import local_store


class LocalPlace:
    """The app that keeps its data in the folder of the settings."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError where the app does not follow the file."""
        if settings.snapshots:
            raise SettingsError(
                f"{SNAPSHOT} says what the app shows, so a reload would change nothing. Unset it, and the app shows "
                "what is reloaded or restored."
            )
        self.settings = settings
        self._before: tuple[Named, ...] | None = None

    @property
    def name(self) -> str:
        """As messages name it."""
        return "The app"

    def steps(self, *, replace: bool) -> Sequence[ReloadStep]:
        """The same both ways: nothing is changed but the file."""
        del replace
        return ReloadStep.OPEN, ReloadStep.SWITCH

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else changes the file meanwhile. Raises ReloadBusy, SnapshotError."""
        return alone(self.settings, "app", self.name)

    def look(self) -> None:
        """What the file names. One that cannot be read is no reason to show nothing new: it is written anew."""
        self._before = self._named()

    def names(self) -> str:
        """The last good snapshots, as messages name them."""
        if self._before is None:
            return "what it showed"
        return ", ".join(each.path.name for each in self._before) or "the demo account"

    def unchanged(self) -> str:
        """What is shown as before."""
        return f"Nothing was changed: the app shows {self.names()} as before."

    def held(self) -> LoadedSnapshots:
        """The snapshots shown. Raises SnapshotError when one is gone or damaged."""
        return LoadedSnapshots(tuple(open_folder(each.path) for each in read_current(self.settings.current)))

    def check_replaceable(self) -> None:
        """What is shown stays as it is in any case."""

    def load(self, folder: Folder, listener: StepListener, *, replace: bool) -> Sequence[str]:
        """Prove that the app will be able to open it, then name it. Raises SettingsError, SnapshotError.

        Another account's snapshot that is gone goes: the app could not open it, nor anything beside it.
        """
        del replace
        new = Named.of(folder.info)
        claim(self.settings, [new])  # before it is opened: what is deleted until then is missed there
        listener(ReloadStep.OPEN, None)
        folder = _proven(folder.path)
        others, lost = [], [] if self._before is not None else [self._forgotten()]
        for each in self._before or ():
            if each.origin != new.origin:
                try:
                    others.append(open_folder(each.path))
                except SnapshotError as error:
                    lost.append(f"{each.path.name} is no longer shown: {error}")
        if others:
            local_store([*others, folder])
        listener(ReloadStep.SWITCH, None)
        record(self.settings, self.settings.current, [*(Named.of(each.info) for each in others), new])
        return lost

    def roll_back(self, listener: StepListener, *, hurry: bool) -> Outcome:
        """Naming the new one is the last that is done: what failed came before, what was interrupted may not have."""
        del listener, hurry
        if self._named() == self._before:
            return Outcome.UNTOUCHED
        if self._before is None:
            raise SnapshotError(f"{self.settings.current} names the new one, and could not be read before.")
        record(self.settings, self.settings.current, self._before)
        return Outcome.ROLLED_BACK

    def in_use(self) -> frozenset[Path]:
        """The folders of all that is served anywhere known. Raises SnapshotError."""
        return all_recorded(self.settings)

    def _forgotten(self) -> str:
        return (
            f"{self.settings.current}, which named what was shown, could not be read. If that was of several accounts, "
            "restore the others."
        )

    def _named(self) -> tuple[Named, ...] | None:
        try:
            return read_current(self.settings.current)
        except SnapshotError:
            return None


def _proven(path: Path) -> Folder:
    """Opened from the disk and loaded as the app will do it, and counted. Raises SnapshotError."""
    folder = open_folder(path)
    manifest = folder.manifest
    if manifest is None:
        raise SnapshotError(
            f"{folder.path} has no manifest: only snapshots that were exported here can be served."
        )
    found = local_store([folder]).counts()
    if problem := _differing(manifest, found):
        raise SnapshotError(f"{folder.path} does not hold what its manifest counts: {problem}. Export again.")
    return folder


def _differing(manifest: Manifest, found: Counts) -> str:
    labels = {label: number for label, number in manifest.labels.items() if number}
    pairs = (
        ("entities", labels, dict(found.labels)),
        ("associations", dict(manifest.association_types), dict(found.association_types)),
        ("entities without a listing", manifest.unresolved, found.unresolved),
    )
    return "; ".join(f"{actual} {words} instead of {told}" for words, told, actual in pairs if told != actual)
