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
class Look:
    """What was found, and from when on it was looked for."""

    findings: tuple[Finding, ...]
    begun: datetime


class Watch:
    """Looks once for all who ask at a time, and keeps nobody waiting."""

    def __init__(self, examine: Callable[[], tuple[Finding, ...]]) -> None:
        self._examine = examine
        self._beginning = threading.Lock()
        self._thread: threading.Thread | None = None
        self._last: Look | None = None

    @property
    def last(self) -> Look | None:
        """None before the first look has ended."""
        return self._last

    @property
    def is_looking(self) -> bool:
        """Whether another look is under way."""
        return self._thread is not None and self._thread.is_alive()

    def is_due(self, changed: datetime | None = None) -> bool:
        """Whether the last look says too little of how it is now; `changed` is when something was."""
        if self._last is None:
            return True
        is_before = changed is not None and self._last.begun < changed
        return is_before or datetime.now(UTC) - self._last.begun > KEPT

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
        self._last = Look(findings, begun)
