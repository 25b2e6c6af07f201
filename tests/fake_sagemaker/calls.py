"""The calls to the server, and their outcomes."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `outcome` is `ok`, an error code, or the fault because of which it got no answer."""

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
        self._began = self._ended = 0.0

    @property
    def log(self) -> tuple[Call, ...]:
        """All calls, in the order of their answers."""
        with self._lock:
            return tuple(self._log)

    @property
    def counts(self) -> Counter[str]:
        """The number of calls per operation, including refused ones."""
        return Counter(call.operation for call in self.log)

    @property
    def outcomes(self) -> Counter[str]:
        """The number of calls per outcome."""
        return Counter(call.outcome for call in self.log)

    @property
    def total(self) -> int:
        """The number of calls, including refused ones."""
        with self._lock:
            return len(self._log)

    @property
    def max_concurrency(self) -> int:
        """The largest number of calls that ran at once."""
        with self._lock:
            return self._max_concurrency

    def of(self, operation: str) -> tuple[Mapping[str, Any], ...]:
        """The parameters of every call of an operation."""
        return tuple(call.parameters for call in self.log if call.operation == operation)

    def add(self, operation: str, parameters: Mapping[str, Any], outcome: str) -> None:
        """Log a call."""
        with self._lock:
            self._log.append(Call(operation, parameters, outcome))
            self._lock.notify_all()

    def wait_for(self, total: int, timeout: float) -> bool:
        """Wait until so many calls were answered; False if they were not within `timeout` seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self._log) >= total, timeout)

    def clear(self) -> None:
        """Delete all calls so far."""
        with self._lock:
            self._log.clear()
            self._began = self._ended = 0.0
            self._max_concurrency = self._running

    def summary(self) -> dict[str, Any]:
        """Figures for a benchmark in another process; the begin and the end of all calls are seconds since 1970."""
        return {
            "total": self.total,
            "counts": dict(self.counts),
            "outcomes": dict(self.outcomes),
            "max_concurrency": self.max_concurrency,
            "began": self._began,
            "ended": self._ended,
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count a call as running during the block."""
        with self._lock:
            self._running += 1
            self._began = self._began or time.time()
            self._max_concurrency = max(self._max_concurrency, self._running)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                self._ended = time.time()
