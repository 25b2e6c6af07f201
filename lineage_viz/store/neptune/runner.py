"""A pool of connections that sends traversals, retries after temporary errors, and explains all other errors."""

import random
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal

from lineage_viz.store.neptune.connection import Connection
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import READ, explained, is_loss, is_temporary

POOL = 8
"""Maximum number of concurrent questions; others wait. The smallest cluster runs four at once."""

ATTEMPTS = 4

_FIRST_PAUSE = 0.1
"""Seconds before the second attempt; each further pause is twice as long. A random factor spreads the clients."""


class Runner:
    """A sender of questions to one endpoint of a cluster. Any number of threads may share it.

    It works on its own threads: gremlinpython's connections run event loops, and the caller's thread (for example in
    a notebook) may already have one. A change must be safe to repeat: after a lost connection, nobody knows whether
    the server has executed it.
    """

    def __init__(
        self, endpoint: Endpoint, pause: Callable[[float], None] = time.sleep, action: str = READ
    ) -> None:
        """`action` is the IAM action that the message names after a denial."""
        self._endpoint = endpoint
        self._pause, self._action = pause, action
        self._idle: deque[Connection] = deque()
        self._threads = ThreadPoolExecutor(POOL, "neptune")

    def ask(self, traversal: GraphTraversal) -> list[Any]:
        """Send a traversal and return all rows of the answer, in one round trip. Raises StoreUnavailable."""
        return self._threads.submit(self._ask, traversal).result()

    def close(self) -> None:
        """Close all connections. Only the owner of the runner calls it."""
        self._threads.submit(self._drop).result()
        self._threads.shutdown()

    def _ask(self, traversal: GraphTraversal) -> list[Any]:
        for attempt in range(ATTEMPTS):
            try:
                return self._attempt(traversal)
            except Exception as error:
                if attempt == ATTEMPTS - 1 or not is_temporary(error):
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
                self._drop()  # the idle connections are older and probably lost as well
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
