"""One WebSocket to a cluster. It answers one traversal at a time."""

import logging
from concurrent.futures import Future
from typing import Any, TypeVar

import aiohttp
from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from gremlin_python.driver.client import Client
from gremlin_python.driver.serializer import GraphBinarySerializersV1
from gremlin_python.process.graph_traversal import GraphTraversal
from gremlin_python.process.strategies import OptionsStrategy
from gremlin_python.process.traversal import Bytecode

from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.reading import Reader
from lineage_viz.store.neptune.signing import SignedTransport, signer

PATIENCE = 130
"""Seconds to wait for data from the server: longer than the server works on any question."""

_LARGEST = 256 * 2**20
"""Maximum bytes in one message; a large trace can exceed gremlinpython's own limit of 10 MB."""

_CHECK = 1.0
"""Seconds between two checks that an answer can still arrive."""

A = TypeVar("A")

# gremlinpython logs its errors with the complete answer. Lineage must not be in a log.
logging.getLogger("gremlinpython").setLevel(logging.CRITICAL)


class Connection:
    """A connection that opens with the first question. After any error but the server's own: close it, open another."""

    def __init__(self, endpoint: Endpoint) -> None:
        options: dict[str, Any] = {
            "read_timeout": PATIENCE,
            "write_timeout": PATIENCE,
            "max_content_length": _LARGEST,
            "timeout": aiohttp.ClientWSTimeout(ws_close=1),
        }
        sign = signer(endpoint) if endpoint.iam else None
        self._transports: list[AiohttpTransport] = []

        def transport() -> AiohttpTransport:
            self._transports.append(SignedTransport(sign, **options) if sign else AiohttpTransport(**options))
            return self._transports[-1]

        self._client = Client(
            endpoint.url,
            "g",
            pool_size=1,
            message_serializer=GraphBinarySerializersV1(Reader()),
            transport_factory=transport,
        )

    def ask(self, traversal: GraphTraversal) -> list[Any]:
        """Send a traversal and return all rows of the answer.

        Raises StoreUnavailable while the process shuts down, and the errors of gremlinpython, aiohttp and the signer.
        """
        bytecode = traversal.bytecode
        results = self._result(self._client.submit_async(bytecode, request_options=_options(bytecode)))
        return [each.object for each in self._result(results.all()) for _ in range(each.bulk)]

    def close(self) -> None:
        """Close the connection; it works also when the server has closed it."""
        self._client.close()
        for transport in self._transports:  # gremlinpython forgets transports that failed to open
            transport.close()

    def _result(self, future: "Future[A]") -> A:
        """Wait for a result of gremlinpython. Such a future never completes if Python shuts down before the answer."""
        while True:
            try:
                return future.result(_CHECK)
            except TimeoutError:
                if future.done():  # it completed just now, or the answer itself is a TimeoutError
                    return future.result()
            try:
                self._client.executor.submit(int)
            except RuntimeError as error:
                raise StoreUnavailable(
                    "This process is shutting down, so it sends no more questions to Neptune."
                ) from error


def _options(bytecode: Bytecode) -> dict[str, Any]:
    """Return the options that a traversal's source is `with`; the server expects them beside the traversal."""
    options: dict[str, Any] = {}
    for name, *strategies in bytecode.source_instructions:
        if name == "withStrategies":
            for strategy in strategies:
                if isinstance(strategy, OptionsStrategy):
                    options |= strategy.configuration
    return options
