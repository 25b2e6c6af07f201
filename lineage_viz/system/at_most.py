"""Work that must not hold up the end of a process: an interrupt waits for it a few seconds only."""

from collections.abc import Callable
from threading import Thread

SECONDS = 5.0
"""An orchestrator kills 30 seconds after its first signal, and there is more to do in them."""


def at_most(act: Callable[[], object], seconds: float = SECONDS) -> None:
    """Run a function in a thread of its own, and return when it has ended or the seconds are over.

    The thread ends with the process at the latest, so `act` must be a thing that may stay undone.
    """
    thread = Thread(target=act, name="at most", daemon=True)
    thread.start()
    thread.join(seconds)
