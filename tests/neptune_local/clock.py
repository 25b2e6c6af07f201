"""The clock of the local Neptune, which a test may move."""

import time


class Clock:
    """Real time plus the seconds that a test added."""

    def __init__(self) -> None:
        self._added = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._added

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        self._added += seconds
