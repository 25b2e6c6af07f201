"""Where a snapshot is made to be served: in this app, or on a Neptune cluster. All that the use cases know of it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from lineage_viz.errors import Outcome
from lineage_viz.reload.checklist import ReloadStep, StepListener
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots


class Place(Protocol):
    """A target of reloads, opened for one change. `look` comes first; everything else goes by what it found."""

    settings: Settings

    @property
    def name(self) -> str:
        """As messages name it."""
        ...

    def steps(self, *, replace: bool) -> Sequence[ReloadStep]:
        """What `load` does, in order."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else reloads this place until the end of the block. Raises ReloadBusy."""
        ...

    def look(self) -> None:
        """Find out what is served now: the last good snapshots. Raises LineageVizError."""
        ...

    def names(self) -> str:
        """The last good snapshots, as messages name them."""
        ...

    def unchanged(self) -> str:
        """That nothing was changed, and what is served as before, as far as `look` could tell, in a sentence."""
        ...

    def held(self) -> LoadedSnapshots:
        """What is served now, to compare with. Raises LineageVizError."""
        ...

    def check_replaceable(self) -> None:
        """Raises SnapshotError unless the last good snapshots are here, whole, and could be loaded again."""
        ...

    def load(self, folder: Folder, listener: StepListener, *, replace: bool) -> Sequence[str]:
        """Serve this snapshot in place of the one of its account and region; its counts are verified.

        Gives what a person should know besides, in sentences. Raises LineageVizError.
        """
        ...

    def roll_back(self, listener: StepListener, *, hurry: bool) -> Outcome:
        """After `load` has failed: serve the last good snapshots again. Raises LineageVizError.

        `hurry` when somebody waits for the process to end.
        """
        ...

    def in_use(self) -> frozenset[Path]:
        """The folders of all snapshots that are served, begun to be, or needed to go back. Raises LineageVizError."""
        ...
