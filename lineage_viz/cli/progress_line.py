"""Progress on stderr: one live line on a terminal, a plain line now and then in a log."""

import time
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Column

from lineage_viz.export import ExportProgress
from lineage_viz.jobs.control import CALLS
from lineage_viz.progress import Progress
from lineage_viz.words import duration

if TYPE_CHECKING:  # it imports boto3, which takes a while
    from lineage_viz.reload.checklist import Checklist

LOG_SECONDS = 5.0
"""Between two lines in a log."""


class ProgressPrinter:
    """Shows progress and notices; leaves the terminal clean."""

    def __init__(self, stream: TextIO, beginning: str) -> None:
        self._console = Console(file=stream, highlight=False, markup=False, soft_wrap=True)
        self._live = self._console.is_terminal
        wrapped = Column(no_wrap=False, overflow="fold")  # a narrow terminal must not lose the time left
        columns = BarColumn(20), TextColumn("{task.description}", markup=False, table_column=wrapped)
        self._bar = Bar(*columns, console=self._console, disable=not self._live, transient=True)
        self._task = self._bar.add_task(beginning, total=None)
        self._last_line, self._step = 0.0, ""
        self._told: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def notice(self, sentence: str) -> None:
        """A sentence that stays."""
        self._console.print(sentence)

    def export(self, progress: ExportProgress) -> None:
        """One moment of an export."""
        total = progress.elapsed + progress.remaining if progress.remaining is not None else None
        self._show(in_words(progress), progress.elapsed, total)

    def change(self, progress: Progress) -> None:
        """One moment of a change of a cluster."""
        self._show(progress.in_words, progress.done, progress.total, progress.step)

    def checklist(self, steps: "Checklist") -> None:
        """One moment of a reload: each step that has ended stays in sight."""
        for item in steps:
            if item.state in ("done", "failed", "rolled back") and self._told.get(item.step) != item.state:
                self._told[item.step] = item.state
                self.notice(f"{item.step}: {item.state}")
            elif item.state == "running":
                self._running(item.step, item.progress)

    def _running(self, step: str, progress: ExportProgress | Progress | None) -> None:
        if isinstance(progress, ExportProgress):
            self.export(progress)
        elif progress is not None:
            self.change(progress)
        elif self._live:
            self._show(step, 0, None)

    def _show(self, words: str, done: float, total: float | None, step: str = "") -> None:
        """In a log only every few seconds, and each step once."""
        if self._live:
            self._bar.update(self._task, description=words, completed=done, total=total)
        elif time.monotonic() - self._last_line >= LOG_SECONDS or not self._last_line or step != self._step:
            self._last_line, self._step = time.monotonic(), step
            self._console.print(words)


def moment(progress: ExportProgress) -> Progress:
    """An export's progress in the fields that a job's record has."""
    note = ", ".join(filter(None, (_throttled(progress), _counted(progress))))
    return Progress(progress.phase, progress.calls, unit=CALLS, remaining=progress.remaining, note=note)


def checklist_moment(steps: "Checklist") -> Progress:
    """A reload's checklist in the fields that a job's record has."""
    told = tuple((str(item.step), str(item.state)) for item in steps)
    # Also the last that was heard of one that failed: a second try goes on from there.
    for state in ("running", "failed"):
        for item in steps:
            if item.state == state:
                now = moment(item.progress) if isinstance(item.progress, ExportProgress) else item.progress
                return replace(now or Progress(item.step), step=str(item.step), steps=told)
    return Progress("", steps=told)


def in_words(progress: ExportProgress) -> str:
    """Counts, calls, rate, throttles and time left, in one line."""
    calls = f"{progress.calls:,} calls ({progress.rate:.0f}/s)"
    throttled = f", {throttles}" if (throttles := _throttled(progress)) else ""
    left = f", about {duration(progress.remaining)} left" if progress.remaining is not None else ""
    return f"{_counted(progress) or 'nothing yet'}; {calls}{throttled}{left}"


def _throttled(progress: ExportProgress) -> str:
    return f"{progress.throttles:,} throttled" if progress.throttles else ""


def _counted(progress: ExportProgress) -> str:
    return ", ".join(f"{n:,} {_plural(name, n)}" for name, n in progress.counts.items() if n)


def _plural(name: str, number: int) -> str:
    words = name.replace("_", " ")
    return words if number == 1 or words.endswith("d") or " of" in words else f"{words}s"
