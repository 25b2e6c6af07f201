"""One WebSocket to a cluster, which answers one traversal at a time."""

import logging
from typing import Any

import aiohttp
from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from gremlin_python.driver.driver_remote_connection import DriverRemoteConnection
from gremlin_python.driver.serializer import GraphBinarySerializersV1
from gremlin_python.process.graph_traversal import GraphTraversal

from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.reading import Reader
from lineage_viz.store.neptune.signing import SignedTransport, signer

PATIENCE = 130
"""Seconds without a word from the server: longer than any question may take there."""

_LARGEST = 256 * 2**20
"""Bytes in one message; gremlinpython's own limit, 10 MB, is less than a large trace may take."""

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

        self._remote = DriverRemoteConnection(
            endpoint.url,
            "g",
            pool_size=1,
            message_serializer=GraphBinarySerializersV1(Reader()),
            transport_factory=transport,
        )

    def ask(self, traversal: GraphTraversal) -> list[Any]:
        """All rows of the answer. Raises whatever gremlinpython, aiohttp or the signer do."""
        answer = self._remote.submit(traversal.bytecode)
        return [each.object for each in answer.traversers for _ in range(each.bulk)]

    def close(self) -> None:
        """Also of use when the other side is gone."""
        self._remote.close()
        for transport in self._transports:  # gremlinpython forgets one that could not be opened
            transport.close()
