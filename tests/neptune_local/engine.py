"""The state of the engine: healthy, or restarting after a reset."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.neptune_local.clock import Clock
from tests.neptune_local.errors import NeptuneError
from tests.neptune_local.gremlin_server import GremlinServer

VERSION = "1.4.5.1"
TINKERPOP = "tinkerpop-3.7.1"


class Engine:
    """After a reset, `restart_refuses` requests fail and `restart_seconds` pass before the engine is healthy again.

    A requested reset happens only after `lingers` further requests, which are answered as before.
    """

    def __init__(self, gremlin: GremlinServer, clock: Clock) -> None:
        self.gremlin, self._clock = gremlin, clock
        self._lock = threading.Lock()
        self._started = clock.now()
        self._refuses, self._until = 0, 0.0
        self.restart_refuses, self.restart_seconds = 1, 0.0
        self.lingers, self._until_reset = 0, 0
        self.on_restart: list[Callable[[], None]] = []

    def reset(self) -> None:
        """Empty the graph and restart, at once or after `lingers` requests. All connections end."""
        self._until_reset = self.lingers
        if not self._until_reset:
            self._reset()

    def _reset(self) -> None:
        with self._lock:
            self._refuses = self.restart_refuses
            self._until = self._clock.now() + self.restart_seconds
        for act in self.on_restart:
            act()
        self.gremlin.clear()
        self._started = self._clock.now()

    def check(self) -> None:
        """Raise NeptuneError while the engine restarts."""
        if self._until_reset:
            self._until_reset -= 1
            if not self._until_reset:
                self._reset()
        with self._lock:
            restarting = self._refuses > 0 or self._clock.now() < self._until
            self._refuses = max(0, self._refuses - 1)
        if restarting:
            raise NeptuneError(
                "ServerShutdownException", "Database reset is in progress. Please retry when it has ended."
            )

    def status(self, role: str) -> dict[str, Any]:
        """The answer of GET /status."""
        return {
            "status": "healthy",
            "startTime": f"{datetime.fromtimestamp(self._started, UTC):%a %b %d %H:%M:%S UTC %Y}",
            "dbEngineVersion": VERSION,
            "role": role,
            "dfeQueryEngine": "viaQueryHint",
            "gremlin": {"version": TINKERPOP},
            "sparql": {"version": "sparql-1.1"},
            "opencypher": {"version": "Neptune-9.0.20190305-1.0"},
            "labMode": {"ObjectIndex": "disabled", "ReadWriteConflictDetection": "enabled"},
            "features": {"AuditLog": {"status": "disabled"}, "Streams": {"status": "disabled"}},
            "settings": {"clusterQueryTimeoutInMs": "120000", "SlowQueryLogs": "disabled"},
        }
