"""Taken intervals of a line, merged, so that a search finds the nearest free place at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Runs:
    """Open intervals of a line. An end is free unless another interval covers it."""

    def __init__(self, intervals: Iterable[tuple[float, float]] = ()) -> None:
        self._starts: list[float] = []
        self._ends: list[float] = []
        for start, end in sorted(intervals):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def intervals(self) -> list[tuple[float, float]]:
        """The taken intervals, in order."""
        return list(zip(self._starts, self._ends, strict=True))

    def take(self, start: float, end: float) -> None:
        """Add an interval."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def nearest(self, at: float) -> float:
        """Return the free place nearest to `at`; of two equally near places, the later one."""
        start, end = self._run(at)
        return start if at - start < end - at else end

    def next(self, at: float) -> float:
        """Return the first free place at or after `at`."""
        return self._run(at)[1]

    def _run(self, at: float) -> tuple[float, float]:
        """Return the interval that covers a place; (at, at) when the place is free."""
        run = bisect_right(self._ends, at)
        covered = run < len(self._ends) and self._starts[run] < at
        return (self._starts[run], self._ends[run]) if covered else (at, at)
