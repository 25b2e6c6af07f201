"""Two computations at once, in two processes: threads of Python share one core."""

import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Generic, NoReturn, Self, TypeVar

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
    if not _gains():
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


class Helper(Generic[A, B]):
    """A forked process that answers questions until it is closed, or until this process ends, even by a kill.

    `answer` keeps the rules of `both`; questions and answers are pickled. An error in it is no answer.
    """

    def __init__(self, answer: Callable[[A], B]) -> None:
        self._lock = threading.Lock()
        self._child = 0
        if not _gains():
            return
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        self._child = _fork()
        if self._child == 0:
            _serve(answer, theirs_in, theirs_out)
        os.close(theirs_in)
        os.close(theirs_out)
        self._questions, self._answers = os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")

    def ask(self, question: A) -> B | None:
        """The answer; None without one, also where a fork is not safe or gains nothing. Safe for many threads."""
        with self._lock:
            if not self._child:
                return None
            try:
                pickle.dump(question, self._questions, pickle.HIGHEST_PROTOCOL)
                self._questions.flush()
                found: B | None = pickle.load(self._answers)  # noqa: S301  # from our own process
            except (OSError, EOFError, pickle.UnpicklingError):  # it was killed
                return None
            return found

    def close(self) -> None:
        """End the process. A question that waits has no answer."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            with self._lock, suppress(OSError):
                self._child = 0
                self._answers.close()
                self._questions.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _gains() -> bool:
    """True where a second process is safe and has a core of its own."""
    return CAN_FORK and len(os.sched_getaffinity(0)) > 1


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns of every fork of a process with threads; the rules of `both` are the reason why it works.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _answer(second: Callable[[], object], writing: int) -> NoReturn:
    """Run in the child, which never returns into the code of its parent."""
    code = 1
    try:
        _close_all_but(writing)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_outcome(second), pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _serve(answer: Callable[[A], object], reading: int, writing: int) -> NoReturn:
    """Run in the child until no process has the other end of its questions open."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _close_all_but(reading, writing)
        with os.fdopen(reading, "rb") as questions, os.fdopen(writing, "wb") as answers:
            while True:
                question = pickle.load(questions)  # noqa: S301  # from our own process
                found, _ = _outcome(partial(answer, question))
                pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()
    finally:
        os._exit(0)


def _close_all_but(*kept: int) -> None:
    """Close what the parent has open. Locks of files belong to every process that has them open, even after a kill."""
    begin = 3
    for number in (*sorted(kept), os.sysconf("SC_OPEN_MAX")):
        os.closerange(begin, number)
        begin = number + 1


def _outcome(second: Callable[[], object]) -> tuple[Any, Exception | None]:
    try:
        return second(), None
    except Exception as error:
        return None, error
