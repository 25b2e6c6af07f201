"""The last findings, shared by all sessions, and a thread that renews them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lineage_viz.health.finding import Finding, unknown

KEPT = timedelta(minutes=5)
"""The time for which findings are current, unless something is known to have changed."""

THREAD = "health"


@dataclass(frozen=True, slots=True)
class Examination:
    """The findings of one run of the checks, and the time at which it started."""

    findings: tuple[Finding, ...]
    begun: datetime


class Watch:
    """Runs the checks once for all callers, without making them wait."""

    def __init__(self, examine: Callable[[], tuple[Finding, ...]]) -> None:
        self._examine = examine
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._last: Examination | None = None
        self._noted: dict[str, object] = {}
        self._changed = datetime.min.replace(tzinfo=UTC)

    @property
    def last(self) -> Examination | None:
        """The last completed examination; None before the first one."""
        return self._last

    @property
    def is_looking(self) -> bool:
        """True while the checks run."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_current(self) -> bool:
        """True when the checks ran after the last noted change."""
        return self._last is not None and self._last.begun >= self._changed

    @property
    def is_due(self) -> bool:
        """True when the last findings are missing, too old, or from before a change."""
        return not (self._last and self.is_current and datetime.now(UTC) - self._last.begun <= KEPT)

    def note(self, subject: str, value: object) -> None:
        """Note the present value of a subject. A value that differs from the noted one counts as a change."""
        with self._starting:
            if self._noted.setdefault(subject, value) != value:
                # The time of this note, not of the change: a job may run on a machine whose clock is ahead.
                self._noted[subject], self._changed = value, datetime.now(UTC)

    def look(self) -> None:
        """Start the checks on a thread, unless they run already."""
        with self._starting:
            if not self.is_looking:
                thread = threading.Thread(target=self._look, name=THREAD, daemon=True)
                thread.start()
                self._thread = thread

    def _look(self) -> None:
        begun = datetime.now(UTC)
        try:
            findings = self._examine()
        except Exception as error:
            # The error's text may contain anything, so the finding names only its type.
            sentence = f"The checks cannot run ({type(error).__name__})."
            findings = (unknown("Checks", sentence, "Please report it."),)
        self._last = Examination(findings, begun)
