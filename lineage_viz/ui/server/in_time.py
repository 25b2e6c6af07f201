"""A question of a monitor that is asked once at a time, and waited for only briefly."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

THREADS = "monitor"
"""The name of the threads that ask."""

KEPT = 2.0
"""Seconds for which an answer counts: many monitors cost no more than one."""

A = TypeVar("A")


class InTime(Generic[A]):
    """One question, asked in a thread of its own. All who ask at the same time share one answer."""

    def __init__(self, ask: Callable[[], A], patience: float = 5.0) -> None:
        self._ask, self._patience = ask, patience
        self._asked: Future[A] | None = None
        self._at = 0.0

    async def answer(self) -> A:
        """The answer. Raises TimeoutError when it takes longer than the patience, and the errors of the question.

        Only the thread of the server calls it.
        """
        if self._asked is None or (self._asked.done() and time.monotonic() - self._at > KEPT):
            self._asked = Future()
            # A daemon: the server may end while a store is silent.
            Thread(target=self._run, args=[self._asked], name=THREADS, daemon=True).start()
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._asked)), self._patience)

    def _run(self, asked: Future[A]) -> None:
        try:
            answer = self._ask()
        except BaseException as error:
            self._at = time.monotonic()
            asked.set_exception(error)
        else:
            self._at = time.monotonic()
            asked.set_result(answer)
