"""The places of queries that run at once: while others wait, nobody has more than one."""

from collections import Counter
from dataclasses import dataclass
from threading import Condition


class Places:
    """A number of places. Any number of threads may use it."""

    def __init__(self, number: int) -> None:
        self._free, self._changed = number, Condition()
        self._taken, self._waiting = Counter[str](), Counter[str]()

    def share(self, owner: str) -> "Share":
        """Return the places as this owner may take them."""
        return Share(self, owner)

    def acquire(self, owner: str, seconds: float) -> bool:
        """Wait for a place, at most so long. Return True when the owner has it."""
        with self._changed:
            self._waiting[owner] += 1
            try:
                if not self._changed.wait_for(lambda: self._may_take(owner), seconds):
                    return False
            finally:
                self._waiting[owner] -= 1
            self._free -= 1
            self._taken[owner] += 1
            return True

    def release(self, owner: str) -> None:
        """Give a place back."""
        with self._changed:
            self._free += 1
            self._taken[owner] -= 1
            self._changed.notify_all()

    def _may_take(self, owner: str) -> bool:
        others_wait = any(
            number and not self._taken[other] for other, number in self._waiting.items() if other != owner
        )
        return self._free > 0 and not (self._taken[owner] and others_wait)


@dataclass(frozen=True, slots=True)
class Share:
    """The places for one owner."""

    places: Places
    owner: str

    def acquire(self, seconds: float) -> bool:
        """Wait for a place, at most so long. Return True when the owner has it."""
        return self.places.acquire(self.owner, seconds)

    def release(self) -> None:
        """Give a place back."""
        self.places.release(self.owner)
