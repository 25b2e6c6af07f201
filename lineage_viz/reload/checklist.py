"""The checklist of a reload: its steps with their state and progress, as values that a page can show."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from lineage_viz.export import ExportProgress
from lineage_viz.progress import Progress


class ReloadStep(StrEnum):
    """A step of a reload, as a line of the checklist. The place decides which steps it needs, and their order."""

    LOOK = "Find the last good snapshot"
    TURN = "Wait for its turn to export"
    EXPORT = "Export from SageMaker"
    ALONE = "Wait for its turn to load"
    CHECK = "Verify the snapshot"
    KEEP = "Keep it in S3"
    OPEN = "Open it and compare the counts"
    SWITCH = "Switch to it"
    COMPARE = "Compare with what is loaded"
    UPLOAD = "Upload to S3"
    RESET = "Delete everything in the cluster"
    LOAD = "Load"
    REMOVE = "Remove what is gone"
    VERIFY = "Compare the counts"
    AUDIT = "Audit all models"
    TIDY = "Remove old snapshots"
    ROLL_BACK = "Go back to the last good snapshot"


CHANGING = frozenset({ReloadStep.SWITCH, ReloadStep.RESET, ReloadStep.LOAD, ReloadStep.REMOVE})
"""The steps that change the served snapshot."""


class StepState(StrEnum):
    """The state of a step."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    ROLLED_BACK = "rolled back"
    """The step was done, and its changes have been undone."""


@dataclass(frozen=True, slots=True)
class Item:
    """A step with its state and its last reported progress."""

    step: ReloadStep
    state: StepState = StepState.PENDING
    progress: ExportProgress | Progress | None = None


Checklist = tuple[Item, ...]
StepListener = Callable[[ReloadStep, Progress | None], None]
"""Receives the step that is reached, and its progress."""

ChecklistListener = Callable[[Checklist], None]
"""Receives the whole list at each change, from any thread, but never from two threads at once."""


def silent(_: Checklist) -> None:
    """Ignore the checklist: the default listener."""


class Recorder:
    """Keeps the checklist and reports each change to the listener."""

    def __init__(self, steps: Sequence[ReloadStep], listener: ChecklistListener) -> None:
        self.items: Checklist = tuple(map(Item, steps))
        self._listener, self._lock, self._has_failed = listener, Lock(), False
        self._set(None)

    @contextmanager
    def step(self, step: ReloadStep) -> Iterator[None]:
        """Run a step from its start to its end. An exception in the block makes the step fail."""
        self.reach(step)
        try:
            yield
        except BaseException:
            self.fail()
            raise
        self._set(lambda item: replace(item, state=StepState.DONE) if item.step is step else item)

    def reach(self, step: ReloadStep, progress: ExportProgress | Progress | None = None) -> None:
        """Mark this step as running, and the step that ran before as done."""

        def updated(item: Item) -> Item:
            if item.step is step:
                return Item(step, StepState.RUNNING, progress or item.progress)
            return replace(item, state=StepState.DONE) if item.state is StepState.RUNNING else item

        self._set(updated)

    def put_off(self, step: ReloadStep) -> None:
        """Mark a running step as pending, because it goes on after another one."""
        self._set(lambda item: replace(item, state=StepState.PENDING) if item.step is step else item)

    def fail(self) -> None:
        """Mark the running step as failed. From now on a listener that fails ends nothing: a roll-back may follow."""
        self._has_failed = True
        self._set(
            lambda item: replace(item, state=StepState.FAILED) if item.state is StepState.RUNNING else item
        )

    def finish(self) -> None:
        """Mark all steps as done, except failed ones. A step that was never reached had nothing to do."""
        self._set(
            lambda item: replace(item, state=StepState.DONE) if item.state is not StepState.FAILED else item
        )

    def add(self, step: ReloadStep) -> None:
        """Append a step that appears only on failure."""
        self.items = (*self.items, Item(step))

    def rolled_back(self) -> None:
        """Mark the done steps that changed the served snapshot as rolled back."""
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
            with suppress(*((Exception,) if self._has_failed else ())):
                self._listener(self.items)
