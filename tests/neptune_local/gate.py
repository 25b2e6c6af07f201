"""A gate that stops a load at a known place, so that a test can examine a half-done load without a sleep."""

import threading
from collections.abc import Callable

from tests.patience import PATIENCE


class Gate:
    """Open unless a test holds it. A caller waits at a closed gate until its release, or gives up."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._after: int | None = None
        self._someone = False

    def hold(self, after: int = 0) -> None:
        """Close the gate for callers whose count is `after` or more."""
        with self._changed:
            self._after, self._someone = after, False

    def wait_for_someone(self, patience: float = PATIENCE) -> None:
        """Return when a caller waits at the gate. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._someone, patience):
                raise TimeoutError("no caller came to the gate")

    def release(self) -> None:
        """Open the gate for all."""
        with self._changed:
            self._after = None
            self._changed.notify_all()

    def give_up(self) -> None:
        """Make the waiting callers check again if they still want to pass."""
        with self._changed:
            self._changed.notify_all()

    def passage(self, count: int, unless: Callable[[], bool]) -> None:
        """Return when the gate is open for this count, or when `unless` is true."""
        with self._changed:
            if self._after is None or count < self._after:
                return
            self._someone = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._after is None or unless())
