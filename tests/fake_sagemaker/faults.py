"""Faults that a test can switch on; the same calls fail in every run."""

import threading
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """The faults; all are off by default. Fractions are shares of the calls; 1.0 means every call."""

    latency: float = 0.0
    """Seconds before every answer."""
    throttle: float = 0.0
    """The fraction of calls answered with ThrottlingException."""
    throttle_code: str = "ThrottlingException"
    """The code of those answers; AWS has several."""
    http500: float = 0.0
    """The fraction of calls answered with HTTP 500."""
    drop: float = 0.0
    """The fraction of calls whose connection is closed without an answer."""
    truncate: float = 0.0
    """The fraction of calls whose connection is closed in the middle of the body. botocore does not check the length,
    and accepts the rest, which is not JSON, as an answer without members."""
    garbage: float = 0.0
    """The fraction of calls answered with HTTP 200 and a body that is not JSON; for botocore the same as `truncate`."""
    hang: bool = False
    """No answer until the server is closed."""
    expired_token: bool = False
    """The caller's credentials have expired."""
    deny: frozenset[str] = frozenset()
    """Operations that the caller's role may not use; `Search:ModelPackage` denies one resource of Search."""
    denied: str = "because no identity-based policy allows the action"
    """The reason in the message of those denials, in the words of the IAM guide."""
    only: frozenset[str] = frozenset()
    """Operations to which fractions and `hang` apply, named as in `deny`; empty: all."""
    after: int = 0
    """The number of calls without faults at the beginning (latency applies always)."""
    seed: int = 0

    empty_page_every: int = 0
    """One of so many pages of a listing is empty but has a NextToken; at least 2."""
    stale_token_after: int = 0
    """After so many pages of a listing its NextToken is refused, once; later the listing works."""
    repeated_token_after: int = 0
    """After so many pages of a listing its NextToken is the one of the page before."""
    repeated_tokens: float = 1
    """The number of times that this happens for each listing; infinity: always."""
    refuse_unfiltered_associations: bool = False
    """ListAssociations refuses to list the whole account."""
    short_unfiltered_associations: float = 0
    """Associations that the account-wide listing lacks, without an error: below 1 a fraction of all, from 1 on so many
    of the newest."""

    def __post_init__(self) -> None:
        if self.empty_page_every == 1:
            raise ValueError("empty_page_every=1 would never return a row")


class Dice:
    """Decides which calls fail.

    The fault of a request depends on its content and on the number of times that it was sent, not on the order of
    the threads. So a concurrent run has the same faults each time.
    """

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._lock = threading.Lock()
        self._attempts: Counter[tuple[str, bytes]] = Counter()
        self._calls = 0

    def fault(self, operation: str, resource: str, request: bytes) -> str:
        """The name of the fault of this call; empty: none. `resource` is that of a Search."""
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
        names = {operation, f"{operation}:{resource}"}
        if names & faults.deny:
            return "deny"
        if faults.only and not names & faults.only:
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
