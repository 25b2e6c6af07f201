"""How far something is that takes a while, as one value that a terminal, a log, a record or a page can show."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.words import duration


@dataclass(frozen=True, slots=True)
class Progress:
    """One moment of a step: `done` of `total` units, in words of `unit`; None where nobody knows."""

    step: str
    done: int = 0
    total: int | None = None
    unit: str = ""
    remaining: float | None = None
    """Seconds left in this step."""
    note: str = ""
    """What a reset waits for, or which attempt this is."""
    steps: tuple[tuple[str, str], ...] = ()
    """All steps with how each is, where they are known beforehand."""

    @property
    def in_words(self) -> str:
        """The step, how much of it is done, and the time left, in one line."""
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
