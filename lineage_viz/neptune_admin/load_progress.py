"""The progress of a bulk load, as a value that a terminal, a log or a page can show."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.neptune_admin.load_status import COMPLETED, LoadStatus


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """The progress at one moment. `expected` is the number of records of the whole load; None when it is unknown.

    Each `attempt`, counted from 1, loads everything.
    """

    status: LoadStatus
    attempt: int
    expected: int | None = None

    @property
    def records(self) -> int:
        """The records that this attempt has loaded so far."""
        return self.status.records

    @property
    def feeds_done(self) -> int:
        """The number of loaded files."""
        return self.status.feeds.get(COMPLETED, 0)

    @property
    def feeds_total(self) -> int:
        """The number of files that the loader has found."""
        return sum(self.status.feeds.values())

    @property
    def seconds(self) -> int:
        """The seconds since the start of this attempt."""
        return self.status.seconds

    @property
    def remaining(self) -> float | None:
        """The seconds left at the present rate; None while the rate is unknown."""
        if self.expected is None or not self.records or not self.seconds:
            return None
        return max(0, self.expected - self.records) * self.seconds / self.records


LoadListener = Callable[[LoadProgress], None]
"""Receives the progress each time that the status of the load is read."""
