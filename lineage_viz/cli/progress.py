"""Progress on stderr: one live line on a terminal, a plain line now and then in a log."""

import time
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Column

from lineage_viz.export import Progress
from lineage_viz.neptune_admin.progress import Progress as Change

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

    def export(self, progress: Progress) -> None:
        """One moment of an export."""
        total = progress.elapsed + progress.remaining if progress.remaining is not None else None
        self._show(in_words(progress), progress.elapsed, total)

    def change(self, progress: Change) -> None:
        """One moment of a change of a cluster."""
        self._show(change_in_words(progress), progress.done, progress.total, progress.step)

    def _show(self, words: str, done: float, total: float | None, step: str = "") -> None:
        """In a log only every few seconds, and each step once."""
        if self._live:
            self._bar.update(self._task, description=words, completed=done, total=total)
        elif time.monotonic() - self._last_line >= LOG_SECONDS or not self._last_line or step != self._step:
            self._last_line, self._step = time.monotonic(), step
            self._console.print(words)


def change_in_words(progress: Change) -> str:
    """The step, how much of it is done, and the time left, in one line."""
    parts = [str(progress.step)]
    if progress.unit:
        of = f" of {progress.total:,}" if progress.total is not None else ""
        parts.append(f"{progress.done:,}{of} {progress.unit}")
    if progress.remaining is not None:
        parts.append(f"about {_duration(progress.remaining)} left")
    return ", ".join(filter(None, (*parts, progress.note)))


def in_words(progress: Progress) -> str:
    """Counts, calls, rate, throttles and time left, in one line."""
    counts = ", ".join(f"{n:,} {_plural(name, n)}" for name, n in progress.counts.items() if n)
    calls = f"{progress.calls:,} calls ({progress.rate:.0f}/s)"
    throttled = f", {progress.throttles:,} throttled" if progress.throttles else ""
    left = f", about {_duration(progress.remaining)} left" if progress.remaining is not None else ""
    return f"{counts or 'nothing yet'}; {calls}{throttled}{left}"


def _plural(name: str, number: int) -> str:
    words = name.replace("_", " ")
    return words if number == 1 or words.endswith("d") or " of" in words else f"{words}s"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"
