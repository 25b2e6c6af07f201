"""The live line of a terminal. Only a command on a terminal imports it: rich takes a while to import."""

from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Column


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Print nothing more. The console of rich would end the process."""
        self.quiet = True


class LiveLine:
    """A bar with words that stays at the bottom until it is stopped."""

    def __init__(self, stream: TextIO, first_words: str) -> None:
        self._console = _Console(file=stream, highlight=False, markup=False, soft_wrap=True)
        wrapped = Column(no_wrap=False, overflow="fold")  # a narrow terminal must not lose the time left
        columns = BarColumn(20), TextColumn("{task.description}", markup=False, table_column=wrapped)
        self._bar = Progress(*columns, console=self._console, transient=True)
        self._task = self._bar.add_task(first_words, total=None)
        self._bar.start()

    def print(self, sentence: str) -> None:
        """Print a sentence above the line."""
        self._console.print(sentence)

    def show(self, words: str, done: float, total: float | None) -> None:
        """Change the bar and its words."""
        self._bar.update(self._task, description=words, completed=done, total=total)

    def stop(self) -> None:
        """Remove the line."""
        self._bar.stop()
