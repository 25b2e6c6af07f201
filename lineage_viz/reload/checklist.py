"""The steps of a reload and how far each is, as values that a page can show as a checklist."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from lineage_viz.export import ExportProgress
from lineage_viz.progress import Progress


class ReloadStep(StrEnum):
    """What is done, in words for a list. Which of them, and in what order, the place says."""

    LOOK = "Find the last good snapshot"
    EXPORT = "Export from SageMaker"
    CHECK = "Verify the snapshot"
    OPEN = "Open it and compare the counts"
    SWITCH = "Switch to it"
    COMPARE = "Compare with what is loaded"
    UPLOAD = "Upload to S3"
    RESET = "Delete everything in the cluster"
    LOAD = "Load"
    REMOVE = "Remove what is gone"
    VERIFY = "Compare the counts"
    TIDY = "Remove old snapshots"
    ROLL_BACK = "Go back to the last good snapshot"


CHANGING = frozenset({ReloadStep.SWITCH, ReloadStep.RESET, ReloadStep.LOAD, ReloadStep.REMOVE})
"""What changes what is served."""


class StepState(StrEnum):
    """How a step is."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    ROLLED_BACK = "rolled back"
    """It was done, and what it did has been taken back."""


@dataclass(frozen=True, slots=True)
class Item:
    """A step, how it is, and the last that was heard of it."""

    step: ReloadStep
    state: StepState = StepState.PENDING
    progress: ExportProgress | Progress | None = None


Checklist = tuple[Item, ...]
StepListener = Callable[[ReloadStep, Progress | None], None]
"""Is told which step is reached, and how far it is."""

ChecklistListener = Callable[[Checklist], None]
"""Is told the whole list at each change, from any thread but never from two at once."""


def silent(_: Checklist) -> None:
    """Nobody listens."""


class Recorder:
    """Keeps the checklist and tells it."""

    def __init__(self, steps: Sequence[ReloadStep], listener: ChecklistListener) -> None:
        self.items: Checklist = tuple(map(Item, steps))
        self._listener, self._lock = listener, Lock()
        self._set(None)

    @contextmanager
    def step(self, step: ReloadStep) -> Iterator[None]:
        """A step from its beginning to its end; what is raised in the block makes it fail."""
        self.reach(step)
        try:
            yield
        except BaseException:
            self.fail()
            raise
        self._set(lambda item: replace(item, state=StepState.DONE) if item.step is step else item)

    def reach(self, step: ReloadStep, progress: ExportProgress | Progress | None = None) -> None:
        """This step runs now; the one that ran before is done."""

        def moved(item: Item) -> Item:
            if item.step is step:
                return Item(step, StepState.RUNNING, progress or item.progress)
            return replace(item, state=StepState.DONE) if item.state is StepState.RUNNING else item

        self._set(moved)

    def fail(self) -> None:
        """The step that runs has failed."""
        self._set(
            lambda item: replace(item, state=StepState.FAILED) if item.state is StepState.RUNNING else item
        )

    def finish(self) -> None:
        """All is done; for what was not reached there was nothing to do."""
        self._set(
            lambda item: replace(item, state=StepState.DONE) if item.state is not StepState.FAILED else item
        )

    def add(self, step: ReloadStep) -> None:
        """A step that nobody hoped for."""
        self.items = (*self.items, Item(step))

    def rolled_back(self) -> None:
        """What the steps had changed of what is served is taken back."""
        self._set(
            lambda item: (
                replace(item, state=StepState.ROLLED_BACK)
                if item.state is StepState.DONE and item.step in CHANGING
                else item
            )
        )

    def _set(self, change: Callable[[Item], Item] | None) -> None:
        with self._lock:
            if change:
                self.items = tuple(map(change, self.items))
            self._listener(self.items)
