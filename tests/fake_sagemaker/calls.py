"""What the server was asked, and how it answered."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `outcome` is `ok`, an error code, or the fault that left it without an answer."""

    operation: str
    parameters: Mapping[str, Any]
    outcome: str


class Calls:
    """A log that many threads write to."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._log: list[Call] = []
        self._running = 0
        self._max_concurrency = 0

    @property
    def log(self) -> tuple[Call, ...]:
        """All calls, in the order they were answered."""
        with self._lock:
            return tuple(self._log)

    @property
    def counts(self) -> Counter[str]:
        """Calls per operation, refused ones included."""
        return Counter(call.operation for call in self.log)

    @property
    def outcomes(self) -> Counter[str]:
        """Calls per outcome."""
        return Counter(call.outcome for call in self.log)

    @property
    def total(self) -> int:
        """All calls, refused ones included."""
        with self._lock:
            return len(self._log)

    @property
    def max_concurrency(self) -> int:
        """The most calls that were under way at once."""
        with self._lock:
            return self._max_concurrency

    def of(self, operation: str) -> tuple[Mapping[str, Any], ...]:
        """The parameters of every call of an operation."""
        return tuple(call.parameters for call in self.log if call.operation == operation)

    def add(self, operation: str, parameters: Mapping[str, Any], outcome: str) -> None:
        """Notes a call."""
        with self._lock:
            self._log.append(Call(operation, parameters, outcome))
            self._lock.notify_all()

    def wait_for(self, total: int, timeout: float) -> bool:
        """Waits until that many calls were answered; False when they were not within `timeout` seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self._log) >= total, timeout)

    def clear(self) -> None:
        """Forgets all calls so far."""
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
        """Counts a call as under way."""
        with self._lock:
            self._running += 1
            self._max_concurrency = max(self._max_concurrency, self._running)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
