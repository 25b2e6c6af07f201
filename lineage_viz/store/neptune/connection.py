"""One WebSocket to a cluster. It answers one traversal at a time."""

import logging
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

import aiohttp
from gremlin_python.driver.client import Client
from gremlin_python.driver.serializer import GraphBinarySerializersV1
from gremlin_python.process.graph_traversal import GraphTraversal
from gremlin_python.process.strategies import OptionsStrategy
from gremlin_python.process.traversal import Bytecode

from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.patient_transport import PatientTransport
from lineage_viz.store.neptune.reading import Reader
from lineage_viz.store.neptune.signing import SignedTransport, signer

PATIENCE = 130
"""Seconds to wait for data from the server, at most: longer than the server works on any question."""

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
            "max_content_length": _LARGEST,
            "timeout": aiohttp.ClientWSTimeout(ws_close=1),
        }
        sign = signer(endpoint) if endpoint.iam else None
        self._transports: list[PatientTransport] = []
        self._patience: float = PATIENCE

        def transport() -> PatientTransport:
            made = SignedTransport(sign, **options) if sign else PatientTransport(**options)
            made.wait(self._patience)
            self._transports.append(made)
            return made

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
        options = _options(bytecode)
        self._patience = _patience(options)
        for transport in self._transports:
            transport.wait(self._patience)
        results = self._result(self._client.submit_async(bytecode, request_options=options))
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


def _patience(options: Mapping[str, Any]) -> float:
    """Return the seconds to wait for data: twice as long as the server itself works on the question."""
    timeout = options.get("evaluationTimeout")
    return min(PATIENCE, 2 * timeout / 1000) if timeout else PATIENCE


def _options(bytecode: Bytecode) -> dict[str, Any]:
    """Return the options that a traversal's source is `with`; the server expects them beside the traversal."""
    options: dict[str, Any] = {}
    for name, *strategies in bytecode.source_instructions:
        if name == "withStrategies":
            for strategy in strategies:
                if isinstance(strategy, OptionsStrategy):
                    options |= strategy.configuration
    return options
