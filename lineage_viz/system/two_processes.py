"""Two computations at once, in two processes: threads of Python share one core."""

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

A = TypeVar("A")
B = TypeVar("B")

CAN_FORK = sys.platform == "linux"
"""On macOS, libraries of the system end a forked process of a program that has threads."""

LARGE = 5_000
"""Two processes gain nothing for fewer rows."""


def is_large(rows: int) -> bool:
    """Return True for a number of rows that is worth a second process."""
    return rows >= LARGE


def both(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """Call both functions and return both answers; a forked process calls the second one, where that is safe.

    The answer of the second function, or its error, is pickled. The function may open files, but it must not use those
    that are open, nor wait for a thread of this process. Raises the error of either; OSError when the forked process
    was killed.
    """
    if not CAN_FORK or len(os.sched_getaffinity(0)) == 1:
        return first(), second()
    reading, writing = os.pipe()
    child = _fork()
    if child == 0:
        _answer(second, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            one = first()
            answer = pipe.read()
    finally:
        os.kill(child, signal.SIGKILL)  # a killed process stays until it is waited for
        os.waitpid(child, 0)
    if not answer:
        raise OSError(f"process {child} ended without an answer")
    other, error = pickle.loads(answer)  # noqa: S301  # from our own process
    if error is not None:
        raise error
    return one, other


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns of every fork of a process with threads; the rules of `both` are the reason why it works.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _answer(second: Callable[[], object], writing: int) -> NoReturn:
    """Run in the child, which never returns into the code of its parent."""
    code = 1
    try:
        # Locks of files belong to every process that has them open, so a killed parent would stay locked.
        os.closerange(3, writing)
        os.closerange(writing + 1, os.sysconf("SC_OPEN_MAX"))
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_outcome(second), pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _outcome(second: Callable[[], object]) -> tuple[Any, Exception | None]:
    try:
        return second(), None
    except Exception as error:
        return None, error
