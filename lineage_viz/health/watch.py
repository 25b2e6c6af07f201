"""What was found last, kept for all who want to know, and looked for anew on a thread of its own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lineage_viz.health.finding import Finding, unknown

KEPT = timedelta(minutes=5)
"""For as long a look is good, if nothing is known to have changed."""

THREAD = "health"


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found, and from when on it was looked for."""

    findings: tuple[Finding, ...]
    begun: datetime


class Watch:
    """Looks once for all who ask at a time, and keeps nobody waiting."""

    def __init__(self, examine: Callable[[], tuple[Finding, ...]]) -> None:
        self._examine = examine
        self._beginning = threading.Lock()
        self._thread: threading.Thread | None = None
        self._last: Examination | None = None
        self._noted: dict[str, object] = {}
        self._changed = datetime.min.replace(tzinfo=UTC)

    @property
    def last(self) -> Examination | None:
        """None before the first look has ended."""
        return self._last

    @property
    def is_looking(self) -> bool:
        """Whether another look is under way."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_current(self) -> bool:
        """Whether there was a look since something has changed, as far as that was noted."""
        return self._last is not None and self._last.begun >= self._changed

    @property
    def is_due(self) -> bool:
        """Whether the last look says too little of how it is now."""
        return not (self._last and self.is_current and datetime.now(UTC) - self._last.begun <= KEPT)

    def note(self, what: str, value: object) -> None:
        """How something is at the moment; where that is not as it was noted last, something has changed."""
        with self._beginning:
            if self._noted.setdefault(what, value) != value:
                # Not when it happened: a job may have run on a machine whose clock is ahead.
                self._noted[what], self._changed = value, datetime.now(UTC)

    def look(self) -> None:
        """Begin to look, unless that has been begun already."""
        with self._beginning:
            if not self.is_looking:
                thread = threading.Thread(target=self._look, name=THREAD, daemon=True)
                thread.start()
                self._thread = thread

    def _look(self) -> None:
        begun = datetime.now(UTC)
        try:
            findings = self._examine()
        except Exception as error:
            # Its text may hold anything, so only its type is told.
            said = f"They cannot be made ({type(error).__name__})."
            findings = (unknown("Checks", said, "Please report it."),)
        self._last = Examination(findings, begun)
