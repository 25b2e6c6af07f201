"""Sends traversals over a pool of connections; what passes by itself is asked again, the rest said in a sentence."""

import random
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal

from lineage_viz.store.neptune.connection import Connection
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import READ, explained, is_loss, may_pass

POOL = 8
"""Questions under way at once; others wait. A cluster of the smallest size runs four."""

ATTEMPTS = 4

_FIRST_PAUSE = 0.1
"""Seconds before the second attempt, doubled before each further one, and spread so that clients do not meet."""


class Runner:
    """Asks one endpoint of a cluster. Any number of threads may share it.

    Everything happens on threads of its own: gremlinpython's connections run event loops, which the caller's
    thread (a notebook's, for one) may have already. What is written must be safe to send again: a connection
    that breaks does not say how far the server came.
    """

    def __init__(
        self, endpoint: Endpoint, pause: Callable[[float], None] = time.sleep, action: str = READ
    ) -> None:
        """`action` is the IAM action that whoever is refused lacks."""
        self._endpoint = endpoint
        self._pause, self._action = pause, action
        self._idle: deque[Connection] = deque()
        self._threads = ThreadPoolExecutor(POOL, "neptune")

    def ask(self, traversal: GraphTraversal) -> list[Any]:
        """All rows of the answer, in one round trip. Raises StoreUnavailable."""
        return self._threads.submit(self._ask, traversal).result()

    def close(self) -> None:
        """Ends all connections; for who opened it."""
        self._threads.submit(self._drop).result()
        self._threads.shutdown()

    def _ask(self, traversal: GraphTraversal) -> list[Any]:
        for attempt in range(ATTEMPTS):
            try:
                return self._attempt(traversal)
            except Exception as error:
                if attempt == ATTEMPTS - 1 or not may_pass(error):
                    raise explained(error, self._endpoint.host, self._action) from error
            self._pause(_FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311
        raise AssertionError("the last attempt answers or raises")

    def _attempt(self, traversal: GraphTraversal) -> list[Any]:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = Connection(self._endpoint)
        try:
            answer = connection.ask(traversal)
        except Exception as error:
            if is_loss(error):
                connection.close()
                self._drop()  # the others were opened before it and are likely gone as well
            else:
                self._idle.append(connection)
            raise
        self._idle.append(connection)
        return answer

    def _drop(self) -> None:
        while self._idle:
            try:
                self._idle.pop().close()
            except IndexError:  # another thread took the last one
                return
