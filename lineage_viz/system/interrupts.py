"""Being asked to end from outside: by SIGTERM, as a job is that somebody cancels."""

import signal
import sys

AGAIN = 1.0
"""Seconds after which it is seen whether the interrupt has come anywhere, and each time after that."""


def end_when_asked() -> None:
    """From now on SIGTERM does what Ctrl-C does, but once: going back to what was there takes a while, and asking
    again must not cut that short.

    Where Ctrl-C was ignored at the start it stays so: a shell ignores it for what it starts in the background.

    An interrupt may come where exceptions are dropped (a destructor, a callback, an `except` without a name in a
    library), and nobody would ever hear of it: so it is raised again until somebody has it.
    """
    signal.signal(signal.SIGTERM, _asked)


def _asked(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _still_asked)
    signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    raise KeyboardInterrupt


def _still_asked(*_: object) -> None:
    if not _is_heard(sys.exception()):
        raise KeyboardInterrupt


def _is_heard(handled: BaseException | None) -> bool:
    """Whether what runs now runs because of an interrupt: it is being handled, or whatever went wrong after it is."""
    while handled:
        if isinstance(handled, KeyboardInterrupt):
            return True
        handled = handled.__context__
    return False
