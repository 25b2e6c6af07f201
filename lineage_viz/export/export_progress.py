"""How far an export is, as values that a terminal, a log or a page can show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """One moment of an export. `remaining` is an estimate in seconds; None while there is nothing to go by."""

    phase: str
    counts: Mapping[str, int]
    calls: int
    throttles: int
    elapsed: float
    remaining: float | None = None

    @property
    def rate(self) -> float:
        """Calls for each second so far."""
        return self.calls / self.elapsed if self.elapsed > 0 else 0.0


ExportListener = Callable[[ExportProgress], None]
"""Is told now and then, from any thread but never from two at once."""

Notice = Callable[[str], None]
"""Is told in a sentence what a person should know: a fallback, a resumed run."""
