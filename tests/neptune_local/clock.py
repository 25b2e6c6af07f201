"""The local Neptune's idea of now, which a test may move."""

import time


class Clock:
    """Real time, and whatever was added to it."""

    def __init__(self) -> None:
        self._added = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._added

    def advance(self, seconds: float) -> None:
        """From now on it is so much later."""
        self._added += seconds
