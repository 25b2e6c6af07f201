"""What goes wrong, when it is asked for."""

import threading
from dataclasses import dataclass, field


@dataclass
class Faults:
    """Each number counts down with every time it happens; all may be set while the server runs."""

    down: bool = False
    """Every connection is cut off without an answer."""
    denied: bool = False
    """Every new connection is refused, as of a role that may not connect."""
    slow: bool = False
    """Every query takes longer than it may."""
    drop: int = 0
    """So many queries end their connection without an answer."""
    conflict: int = 0
    """So many queries meet a ConcurrentModificationException."""
    throttle: int = 0
    """So many requests over HTTP are refused as too many."""
    internal: int = 0
    """So many requests over HTTP meet an InternalFailureException."""
    change_dropped: int = 0
    """So many requests to change something end their connection, and nothing is done."""
    answer_dropped: int = 0
    """So many requests to change something end their connection once it is done."""
    s3_read: int = 0
    """So many files cannot be read from S3."""
    s3_denied: int = 0
    """So many files are refused by S3."""
    load_fails: int = 0
    """So many loads fail once they have `load_fails_after` records."""
    load_fails_after: int = 0
    load_conflicts: int = 0
    """So many loads end with LOAD_COMMITTED_W_WRITE_CONFLICTS."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def take(self, name: str) -> bool:
        """Whether it happens now."""
        with self._lock:
            left: int = getattr(self, name)
            setattr(self, name, max(0, left - 1))
        return left > 0
