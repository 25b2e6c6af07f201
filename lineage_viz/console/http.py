"""Signed HTTP to one instance of a cluster.

Queries go over HTTP: only there a client may choose the id of its query, by which it can be ended (Neptune
User Guide, "Injecting a custom ID into a Neptune Gremlin or SPARQL query").
"""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, SSLError
from urllib3.exceptions import TimeoutError as TooLate

from lineage_viz.console.refusals import refusal
from lineage_viz.errors import QueryRefused, StoreUnavailable
from lineage_viz.json_text import json_text
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import of_tls, unreachable
from lineage_viz.store.neptune.signing import RequestSigner

CONNECT = 5
"""Seconds for a connection."""

SHORT = 15
"""Seconds for an answer that needs no work."""

_LARGEST_ERROR = 65_536
"""Bytes of an error that are read."""


@dataclass(frozen=True, slots=True)
class Http:
    """An instance of the cluster at one address.

    The name of a reader endpoint leads to any replica, and each knows only its own queries. So a query and its end go
    to the same address.
    """

    endpoint: Endpoint
    sign: RequestSigner
    pool: HTTPConnectionPool

    @classmethod
    def at(cls, endpoint: Endpoint, sign: RequestSigner) -> "Http":
        """Choose an instance. Raises StoreUnavailable."""
        parts = urlsplit(endpoint.url)
        host, port = parts.hostname or "", parts.port or 8182
        try:
            address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
        except OSError as error:
            raise StoreUnavailable(f"Neptune at {host} {unreachable(error)}") from error
        # Three connections: an answer that is read, its end, and its status.
        if parts.scheme == "ws":
            return cls(endpoint, sign, HTTPConnectionPool(address, port, maxsize=3))
        secure = HTTPSConnectionPool(address, port, maxsize=3, server_hostname=host, assert_hostname=host)
        return cls(endpoint, sign, secure)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Return the JSON of a short answer. Raises QueryRefused, StoreUnavailable."""
        answer = self.open(method, path, body, wait=SHORT)
        try:
            return json.loads(answer.read())
        except (HTTPError, ValueError) as error:
            raise self._unreachable(error) from error

    def open(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, wait: float, **headers: str
    ) -> BaseHTTPResponse:
        """Return an answer whose body is not read yet. `wait`: seconds for each part of it.

        Raises QueryRefused, StoreUnavailable.
        """
        parts = urlsplit(self.endpoint.url)
        data = json_text(body).encode() if body is not None else b""
        url = f"{parts.scheme.replace('ws', 'http')}://{parts.netloc}{path}"
        signed = self.sign(method, url, data, headers)
        try:
            answer = self.pool.urlopen(
                method, path, data, {"Host": parts.netloc, **signed}, retries=False, redirect=False,
                timeout=Timeout(connect=CONNECT, read=wait), preload_content=False,
            )  # fmt: skip
            if answer.status < 400:
                return answer
            text = answer.read(_LARGEST_ERROR).decode("utf-8", "replace")
        except HTTPError as error:
            raise self._unreachable(error) from error
        raise refusal(text) or self._not_ready(answer.status)

    def close(self) -> None:
        """Close all connections."""
        self.pool.close()

    def _unreachable(self, error: Exception) -> StoreUnavailable:
        words = of_tls(error) if isinstance(error, SSLError) else unreachable(_reason(error))
        return StoreUnavailable(f"Neptune at {self.endpoint.host} {words}")

    def _not_ready(self, status: int) -> QueryRefused:
        return QueryRefused(
            f"Neptune at {self.endpoint.host} answers HTTP {status} without a reason. Try again in a minute; check "
            "LINEAGE_VIZ_NEPTUNE if it stays."
        )


def _reason(error: Exception) -> Exception:
    """Return an error with words for a person: urllib3's own show its classes and addresses."""
    if isinstance(error, NewConnectionError):
        return ConnectionError("it accepts no connection")
    if isinstance(error, TooLate):
        return ConnectionError("it gave no answer in time")
    if isinstance(error, ProtocolError):
        return ConnectionError("it closed the connection")
    return ConnectionError("its answer is no JSON") if isinstance(error, ValueError) else error
