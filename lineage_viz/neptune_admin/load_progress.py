"""How far a bulk load is, as a value that a terminal, a log or a page can show."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.neptune_admin.load_status import COMPLETED, LoadStatus


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """One moment; `expected` records are what the whole load has, None where nobody knows.

    Each `attempt`, counted from 1, loads everything.
    """

    status: LoadStatus
    attempt: int
    expected: int | None = None

    @property
    def records(self) -> int:
        """Of this attempt so far."""
        return self.status.records

    @property
    def feeds_done(self) -> int:
        """Files that are loaded."""
        return self.status.feeds.get(COMPLETED, 0)

    @property
    def feeds_total(self) -> int:
        """Files that the loader has found."""
        return sum(self.status.feeds.values())

    @property
    def seconds(self) -> int:
        """Since this attempt began."""
        return self.status.seconds

    @property
    def remaining(self) -> float | None:
        """Seconds left if it goes on as it did; None while there is nothing to go by."""
        if self.expected is None or not self.records or not self.seconds:
            return None
        return max(0, self.expected - self.records) * self.seconds / self.records


LoadListener = Callable[[LoadProgress], None]
"""Is told with every look at the load."""
