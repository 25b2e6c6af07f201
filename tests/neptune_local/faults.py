"""Faults that a test can switch on."""

import threading
from dataclasses import dataclass, field


@dataclass
class Faults:
    """Each number counts down each time its fault happens. A test may set all of them while the server runs."""

    down: bool = False
    """Every connection ends without an answer."""
    denied: bool = False
    """Every new connection is refused, as for a role without permission to connect."""
    slow: bool = False
    """Every query exceeds its time limit."""
    drop: int = 0
    """Number of queries whose connection ends without an answer."""
    conflict: int = 0
    """Number of queries that get a ConcurrentModificationException."""
    throttle: int = 0
    """Number of HTTP requests that get a ThrottlingException."""
    internal: int = 0
    """Number of HTTP requests that get an InternalFailureException."""
    unclear_end: int = 0
    """Number of requests to end a query that get an InternalFailureException."""
    change_dropped: int = 0
    """Number of changing requests whose connection ends before the change."""
    answer_dropped: int = 0
    """Number of changing requests whose connection ends after the change, without an answer."""
    s3_read: int = 0
    """Number of files that cannot be read from S3."""
    s3_denied: int = 0
    """Number of files that S3 refuses."""
    load_fails: int = 0
    """Number of loads that fail after `load_fails_after` records."""
    load_fails_after: int = 0
    load_conflicts: int = 0
    """Number of loads that end with LOAD_COMMITTED_W_WRITE_CONFLICTS."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def take(self, name: str) -> bool:
        """Count the fault down; True when it happens now."""
        with self._lock:
            left: int = getattr(self, name)
            setattr(self, name, max(0, left - 1))
        return left > 0
