"""Progress on stderr: one live line on a terminal, a plain line every few seconds in a log."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from lineage_viz.export import ExportProgress
from lineage_viz.jobs.control import CALLS
from lineage_viz.progress import Progress, waits_told
from lineage_viz.secrecy import without_secrets
from lineage_viz.words import count, duration

if TYPE_CHECKING:  # these imports take a while
    from lineage_viz.cli.live_line import LiveLine
    from lineage_viz.reload.checklist import Checklist

LOG_SECONDS = 5.0
"""Seconds between two lines in a log."""


class ProgressPrinter:
    """Prints progress and notices, and removes the live line at the end.

    A stream that takes nothing more, such as a closed pipe or a full disk, gets nothing more: the work goes on.
    """

    def __init__(self, stream: TextIO, first_words: str) -> None:
        self._stream, self._first_words = stream, first_words
        self._line: LiveLine | None = None
        self._last_line, self._step = 0.0, ""
        self._printed: dict[str, str] = {}
        self._is_closed = False
        self._listening = ExitStack()

    def __enter__(self) -> Self:
        if self._stream.isatty():
            from lineage_viz.cli.live_line import LiveLine

            self._line = LiveLine(self._stream, self._first_words)
        self._listening.enter_context(waits_told(self.notice))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        if line := self._line:
            self._while_open(line.stop)

    def notice(self, sentence: str) -> None:
        """Print a sentence that stays on the screen."""
        self._print(without_secrets(sentence))

    def export(self, progress: ExportProgress) -> None:
        """Show the progress of an export."""
        total = progress.elapsed + progress.remaining if progress.remaining is not None else None
        trouble = "sent again" if progress.failures else ""  # the first failure is told at once
        self._show(in_words(progress), progress.elapsed, total, trouble)

    def change(self, progress: Progress) -> None:
        """Show the progress of a change of a cluster."""
        self._show(progress.in_words, progress.done, progress.total, progress.step)

    def checklist(self, steps: "Checklist") -> None:
        """Show the progress of a reload. Each step that ended stays on the screen."""
        for item in steps:
            if item.state in ("done", "failed", "rolled back") and self._printed.get(item.step) != item.state:
                self._printed[item.step] = item.state
                self.notice(f"{item.step}: {item.state}")
            elif item.state == "running":
                self._running(item.step, item.progress)

    def _running(self, step: str, progress: ExportProgress | Progress | None) -> None:
        if isinstance(progress, ExportProgress):
            self.export(progress)
        elif progress is not None:
            self.change(progress)
        elif self._line:
            self._show(step, 0, None)

    def _show(self, words: str, done: float, total: float | None, step: str = "") -> None:
        """Update the live line; in a log, print a line every few seconds and at each new step."""
        if line := self._line:
            self._while_open(lambda: line.show(words, done, total))
        elif time.monotonic() - self._last_line >= LOG_SECONDS or not self._last_line or step != self._step:
            self._last_line, self._step = time.monotonic(), step
            self._print(words)

    def _print(self, sentence: str) -> None:
        line = self._line
        self._while_open(partial(line.print, sentence) if line else partial(self._write, sentence))

    def _write(self, sentence: str) -> None:
        self._stream.write(f"{sentence}\n")
        self._stream.flush()

    def _while_open(self, write: Callable[[], None]) -> None:
        if self._is_closed:
            return
        try:
            write()
        except (OSError, ValueError):  # Python raises ValueError for a closed file
            self._is_closed = True


def export_progress(progress: ExportProgress) -> Progress:
    """Convert an export's progress to the fields of a job's record."""
    note = ", ".join(filter(None, (_refused(progress), _counted(progress))))
    return Progress(progress.phase, progress.calls, unit=CALLS, remaining=progress.remaining, note=note)


def checklist_progress(steps: "Checklist") -> Progress:
    """Convert a reload's checklist to the fields of a job's record."""
    states = tuple((str(item.step), str(item.state)) for item in steps)
    # A failed step keeps its last progress, because a second try resumes from there.
    for state in ("running", "failed"):
        for item in steps:
            if item.state == state:
                last = item.progress
                progress = export_progress(last) if isinstance(last, ExportProgress) else last
                return replace(progress or Progress(item.step), step=str(item.step), steps=states)
    return Progress("", steps=states)


def in_words(progress: ExportProgress) -> str:
    """Counts, calls, rate, refused calls and time left, in one line."""
    calls = f"{count(progress.calls, 'call')} ({progress.rate:.0f}/s)"
    refused = f", {words}" if (words := _refused(progress)) else ""
    left = f", about {duration(progress.remaining)} left" if progress.remaining is not None else ""
    return f"{_counted(progress) or 'nothing yet'}; {calls}{refused}{left}"


def _refused(progress: ExportProgress) -> str:
    throttled = f"{progress.throttles:,} throttled" if progress.throttles else ""
    failed = f"{progress.failures:,} failed and sent again" if progress.failures else ""
    return ", ".join(filter(None, (throttled, failed)))


def _counted(progress: ExportProgress) -> str:
    return ", ".join(f"{n:,} {_plural(name, n)}" for name, n in progress.counts.items() if n)


def _plural(name: str, number: int) -> str:
    words = name.replace("_", " ")
    return words if number == 1 or words.endswith("d") or " of" in words else f"{words}s"
