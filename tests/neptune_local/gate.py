"""Holds something up at a known place, so that a test can look at it half done without waiting for a time."""

import threading
from collections.abc import Callable

from tests.patience import PATIENCE


class Gate:
    """Open unless held. Who comes to a held gate stays there until it is released, or gives up."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._after: int | None = None
        self._someone = False

    def hold(self, after: int = 0) -> None:
        """From now on, whoever has `after` of what is counted waits here."""
        with self._changed:
            self._after, self._someone = after, False

    def wait_for_someone(self, patience: float = PATIENCE) -> None:
        """Returns once someone waits at the gate."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._someone, patience):
                raise TimeoutError("nothing came to the gate")

    def release(self) -> None:
        """Lets all go on."""
        with self._changed:
            self._after = None
            self._changed.notify_all()

    def give_up(self) -> None:
        """Those waiting look again whether they still want to."""
        with self._changed:
            self._changed.notify_all()

    def passage(self, count: int, unless: Callable[[], bool]) -> None:
        """Returns when the gate is open, or `unless` is true."""
        with self._changed:
            if self._after is None or count < self._after:
                return
            self._someone = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._after is None or unless())
