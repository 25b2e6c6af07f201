"""Stretches of a line that are taken, merged, so that the nearest free place is found at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Runs:
    """Open intervals of a line; their ends are free, unless another covers them."""

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
        """What is taken, in order."""
        return list(zip(self._starts, self._ends, strict=True))

    def take(self, start: float, end: float) -> None:
        """Cover an interval too."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def nearest(self, at: float) -> float:
        """The free place nearest to one; of two equally near the later."""
        start, end = self._run(at)
        return start if at - start < end - at else end

    def next(self, at: float) -> float:
        """The first free place from one on."""
        return self._run(at)[1]

    def _run(self, at: float) -> tuple[float, float]:
        """The ends of what covers a place; twice itself where it is free."""
        run = bisect_right(self._ends, at)
        covered = run < len(self._ends) and self._starts[run] < at
        return (self._starts[run], self._ends[run]) if covered else (at, at)
