"""One WebSocket to a cluster, which answers one traversal at a time."""

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
"""Seconds without a word from the server: longer than any question may take there."""

_LARGEST = 256 * 2**20
"""Bytes in one message; gremlinpython's own limit, 10 MB, is less than a large trace may take."""

_LOOK = 1.0
"""Seconds between two looks at whether an answer can still come."""

A = TypeVar("A")

# It logs what it raises together with the whole answer: lineage that is nobody's business in a log.
logging.getLogger("gremlinpython").setLevel(logging.CRITICAL)


class Connection:
    """Opened when first asked; after any failure but the server's own words, close it and take a new one."""

    def __init__(self, endpoint: Endpoint) -> None:
        how: dict[str, Any] = {
            "read_timeout": PATIENCE,
            "write_timeout": PATIENCE,
            "max_content_length": _LARGEST,
            "timeout": aiohttp.ClientWSTimeout(ws_close=1),
        }
        sign = signer(endpoint) if endpoint.iam else None
        self._transports: list[AiohttpTransport] = []

        def transport() -> AiohttpTransport:
            self._transports.append(SignedTransport(sign, **how) if sign else AiohttpTransport(**how))
            return self._transports[-1]

        self._client = Client(
            endpoint.url,
            "g",
            pool_size=1,
            message_serializer=GraphBinarySerializersV1(Reader()),
            transport_factory=transport,
        )

    def ask(self, traversal: GraphTraversal) -> list[Any]:
        """All rows of the answer. Raises StoreUnavailable while the process ends, and what gremlinpython, aiohttp or
        the signer do."""
        bytecode = traversal.bytecode
        asked = self._waited(self._client.submit_async(bytecode, request_options=_options(bytecode)))
        return [each.object for each in self._waited(asked.all()) for _ in range(each.bulk)]

    def close(self) -> None:
        """Also of use when the other side is gone."""
        self._client.close()
        for transport in self._transports:  # gremlinpython forgets one that could not be opened
            transport.close()

    def _waited(self, coming: "Future[A]") -> A:
        """What gremlinpython promises: it never keeps that where Python begins to end between question and answer."""
        while True:
            try:
                return coming.result(_LOOK)
            except TimeoutError:
                if coming.done():  # it has come just now, or is what was answered
                    return coming.result()
            try:
                self._client.executor.submit(int)
            except RuntimeError as ending:
                raise StoreUnavailable(
                    "This process is ending, so Neptune is not asked any more."
                ) from ending


def _options(bytecode: Bytecode) -> dict[str, Any]:
    """What a traversal's source is `with`, which the server wants beside the traversal."""
    found: dict[str, Any] = {}
    for name, *strategies in bytecode.source_instructions:
        if name == "withStrategies":
            for strategy in strategies:
                if isinstance(strategy, OptionsStrategy):
                    found |= strategy.configuration
    return found
