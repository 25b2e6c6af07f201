"""The place that serves snapshots, this app or a Neptune cluster, as the use cases see it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from lineage_viz.errors import Outcome
from lineage_viz.model import Origin
from lineage_viz.reload.checklist import ReloadStep, StepListener
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.current import Named
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots


class Place(Protocol):
    """The app or the cluster that shows lineage, opened for one change.

    Call `look` first: all other methods use its result.
    """

    settings: Settings

    @property
    def name(self) -> str:
        """The name in messages."""
        ...

    def steps(self, *, replace: bool) -> Sequence[ReloadStep]:
        """The steps of `load`, in their order."""
        ...

    def alone(self) -> AbstractContextManager[object]:
        """Keep other reloads of this place away until the end of the block. Raises ReloadBusy."""
        ...

    def look(self, leaving: Origin | None = None) -> None:
        """Find the last good snapshots: those that are served now. Raises LineageVizError.

        Nothing is needed of the snapshots of `leaving`, which are removed next.
        """
        ...

    def look_for_repair(self) -> None:
        """Look before a repair, which also mends marks that nobody can read. Raises LineageVizError."""
        ...

    def names(self) -> str:
        """The names of the last good snapshots, for messages."""
        ...

    def unchanged(self) -> str:
        """The sentence that nothing was changed; it names the served snapshots if `look` found them."""
        ...

    def held(self) -> LoadedSnapshots:
        """The snapshots that are served now, for a comparison. Raises LineageVizError."""
        ...

    def check_replaceable(self) -> None:
        """Raises SnapshotError unless the last good snapshots are here, complete, so that they can be loaded again."""
        ...

    def load(self, folder: Folder, listener: StepListener, *, replace: bool) -> Sequence[str]:
        """Serve this snapshot in place of the one of its account and region, and verify its counts.

        Returns sentences about other effects that users should know. Raises LineageVizError.
        """
        ...

    def repair(self, listener: StepListener) -> Sequence[str]:
        """Serve exactly the last good snapshots again, whatever is there now. Raises LineageVizError.

        Returns sentences about the repair.
        """
        ...

    def served(self) -> Sequence[Named]:
        """The names of the snapshots that are served now. Raises LineageVizError."""
        ...

    @property
    def steps_of_removal(self) -> Sequence[ReloadStep]:
        """The steps of `remove`, in their order."""
        ...

    def remove(self, origin: Origin, listener: StepListener) -> Sequence[str]:
        """Serve no snapshot of this origin any more, and verify the counts of the others. Raises LineageVizError.

        Returns sentences about other effects.
        """
        ...

    def roll_back(self, listener: StepListener, *, hurry: bool) -> Outcome:
        """Serve the last good snapshots again, after `load` or `remove` has failed. Raises LineageVizError.

        `hurry` is True when the process must end soon.
        """
        ...

    def in_use(self) -> frozenset[Path]:
        """The folders of all snapshots that are served, in loading, or needed to roll back. Raises LineageVizError."""
        ...
