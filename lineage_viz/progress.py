"""The progress of a long operation, as one value that a terminal, a log, a record or a page can show."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lineage_viz.words import duration


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of one step: `done` of `total` units, named `unit`; `total` is None when it is unknown."""

    step: str
    done: int = 0
    total: int | None = None
    unit: str = ""
    remaining: float | None = None
    """Seconds left in this step; None when unknown."""
    note: str = ""
    """A remark, such as the reason why a reset waits, or the number of the attempt."""
    steps: tuple[tuple[str, str], ...] = ()
    """All steps, each with its state, if they are known beforehand."""

    @property
    def in_words(self) -> str:
        """The step, the part of it that is done, and the time left, in one line."""
        parts = [str(self.step)]
        if self.unit:
            of = f" of {self.total:,}" if self.total is not None else ""
            parts.append(f"{self.done:,}{of} {self.unit}")
        if self.remaining is not None:
            parts.append(f"about {duration(self.remaining)} left")
        return ", ".join(filter(None, (*parts, self.note)))


ProgressListener = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """A listener that does nothing."""


WaitListener = Callable[[str], None]
"""A function that is called with a sentence about a long wait."""

_waits: list[WaitListener] = []


@contextmanager
def waits_told(listener: WaitListener) -> Iterator[None]:
    """Tell the listener of each long wait of this process, until the end of the block."""
    _waits.append(listener)
    try:
        yield
    finally:
        _waits.remove(listener)


def tell_wait(sentence: str) -> None:
    """Tell whoever listens that the process waits. In the app nobody does: its pages show a running step."""
    for listener in tuple(_waits):
        listener(sentence)
