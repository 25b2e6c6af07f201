"""The progress of an export, as values that a terminal, a log or a page can show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """The progress of an export. `elapsed` and `remaining` are seconds; `remaining` is an estimate, None if unknown.

    `failures` counts the calls that failed for another reason than throttling and were sent again.
    """

    phase: str
    counts: Mapping[str, int]
    calls: int
    throttles: int
    elapsed: float
    remaining: float | None = None
    failures: int = 0

    @property
    def rate(self) -> float:
        """Calls per second so far."""
        return self.calls / self.elapsed if self.elapsed > 0 else 0.0


ExportListener = Callable[[ExportProgress], None]
"""A function that is called with the progress from time to time, from any thread but never from two at once."""

Notice = Callable[[str], None]
"""A function that is called with a sentence for a person, such as a fallback or a resumed run."""
