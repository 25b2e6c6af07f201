"""The calls to the server, and the outcome of each."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `outcome` is `ok`, an error code, or the name of the fault that prevented an answer."""

    operation: str
    parameters: Mapping[str, Any]
    outcome: str


class Calls:
    """A log of calls; many threads may write to it."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._log: list[Call] = []
        self._running = 0
        self._max_concurrency = 0

    @property
    def log(self) -> tuple[Call, ...]:
        """All calls, in the order of their answers."""
        with self._lock:
            return tuple(self._log)

    @property
    def counts(self) -> Counter[str]:
        """Number of calls per operation, refused ones included."""
        return Counter(call.operation for call in self.log)

    @property
    def outcomes(self) -> Counter[str]:
        """Number of calls per outcome."""
        return Counter(call.outcome for call in self.log)

    @property
    def total(self) -> int:
        """Number of all calls, refused ones included."""
        with self._lock:
            return len(self._log)

    @property
    def max_concurrency(self) -> int:
        """The largest number of calls at the same time."""
        with self._lock:
            return self._max_concurrency

    def of(self, operation: str) -> tuple[Mapping[str, Any], ...]:
        """The parameters of every call of an operation."""
        return tuple(call.parameters for call in self.log if call.operation == operation)

    def add(self, operation: str, parameters: Mapping[str, Any], outcome: str) -> None:
        """Add a call to the log."""
        with self._lock:
            self._log.append(Call(operation, parameters, outcome))
            self._lock.notify_all()

    def wait_for(self, total: int, timeout: float) -> bool:
        """Wait until `total` calls were answered; False after `timeout` seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self._log) >= total, timeout)

    def clear(self) -> None:
        """Delete all calls from the log."""
        with self._lock:
            self._log.clear()
            self._max_concurrency = self._running

    def summary(self) -> dict[str, Any]:
        """Figures for a benchmark in another process."""
        return {
            "total": self.total,
            "counts": dict(self.counts),
            "outcomes": dict(self.outcomes),
            "max_concurrency": self.max_concurrency,
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count a call as running."""
        with self._lock:
            self._running += 1
            self._max_concurrency = max(self._max_concurrency, self._running)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
