"""A request to end from outside: SIGTERM, which a cancelled job gets."""

import signal
import sys

AGAIN = 1.0
"""Seconds between two checks that the program handles the interrupt."""


def end_when_asked() -> None:
    """Let SIGTERM do what Ctrl-C does, but only once: a roll-back takes a while, and a second signal must not stop it.

    If Ctrl-C was ignored at the start, it stays ignored: a shell ignores it for commands in the background.

    The interrupt may come where Python or a library drops exceptions (a destructor, a callback, a bare `except`).
    So it is raised again until the program handles it.
    """
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _interrupt_again)
    signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    raise KeyboardInterrupt


def _interrupt_again(*_: object) -> None:
    if not _is_handled(sys.exception()):
        raise KeyboardInterrupt


def _is_handled(exception: BaseException | None) -> bool:
    """True when the running code handles an interrupt, or handles an error that followed an interrupt."""
    while exception:
        if isinstance(exception, KeyboardInterrupt):
            return True
        exception = exception.__context__
    return False
