"""What can go wrong, and when: switched on for a test, decided the same way in every run."""

import threading
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """All off by default. Fractions are of the calls; 1.0 means for ever."""

    latency: float = 0.0
    """Seconds before every answer."""
    throttle: float = 0.0
    """Answered by ThrottlingException."""
    http500: float = 0.0
    """Answered by HTTP 500."""
    drop: float = 0.0
    """Connection closed without an answer."""
    truncate: float = 0.0
    """Connection closed in the middle of the body. botocore does not check the length, and takes the rest,
    which is no JSON, for an answer without members."""
    garbage: float = 0.0
    """HTTP 200 with a body that is no JSON; for botocore the same as `truncate`."""
    hang: bool = False
    """No answer until the server is closed."""
    expired_token: bool = False
    """The caller's credentials have expired."""
    deny: frozenset[str] = frozenset()
    """Operations the caller's role may not use."""
    only: frozenset[str] = frozenset()
    """Operations that fractions and `hang` are about; empty: all."""
    after: int = 0
    """How many calls go well before any of these faults begins (latency is always there)."""
    seed: int = 0

    empty_page_every: int = 0
    """Every so many pages of a listing one is empty and still carries NextToken; at least 2."""
    stale_token_after: int = 0
    """After so many pages of a listing its NextToken is refused, once; from then on that listing works."""
    refuse_unfiltered_associations: bool = False
    """ListAssociations refuses to list the whole account."""
    short_unfiltered_associations: float = 0
    """Associations the account-wide listing leaves out without a word: a fraction of all, or from 1 on so many
    of the newest."""

    def __post_init__(self) -> None:
        if self.empty_page_every == 1:
            raise ValueError("empty_page_every=1 would never give a row")


class Dice:
    """Decides which calls go wrong.

    What happens to a request depends on its content and on how often it was sent, not on the order in
    which threads arrive, so a concurrent run meets the same faults each time.
    """

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._lock = threading.Lock()
        self._attempts: Counter[tuple[str, bytes]] = Counter()
        self._calls = 0

    def fault(self, operation: str, request: bytes) -> str:
        """The name of the fault this call meets; empty: none."""
        faults = self._faults
        with self._lock:
            self._calls += 1
            self._attempts[operation, request] += 1
            attempt = self._attempts[operation, request]
            early = self._calls <= faults.after
        if early:
            return ""
        if faults.expired_token:
            return "expired_token"
        if operation in faults.deny:
            return "deny"
        if faults.only and operation not in faults.only:
            return ""
        return "hang" if faults.hang else self._roll(operation, request, attempt)

    def _roll(self, operation: str, request: bytes, attempt: int) -> str:
        faults = self._faults
        key = f"{faults.seed} {operation} {attempt} ".encode() + request
        rolled = int.from_bytes(blake2b(key, digest_size=6).digest()) / 2**48
        for name in ("throttle", "http500", "drop", "truncate", "garbage"):
            rolled -= getattr(faults, name)
            if rolled < 0:
                return name
        return ""
