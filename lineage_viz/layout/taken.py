"""The places that cards cover, line by line. A line is a column, or a row in a picture from top to bottom."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lineage_viz.layout.arrangement import Pitch
from lineage_viz.layout.position import Box, Position
from lineage_viz.layout.runs import Runs

_CLOSER = 8
"""Two lines may stand this many pixels closer than in a fresh picture before cards of one cover cards of the other."""


class Taken:
    """An index of free places. A search does not visit every card, so it takes no longer for ten thousand cards."""

    def __init__(self, pitch: Pitch, positions: Iterable[Position], frames: Iterable[Box]) -> None:
        self._pitch = pitch
        self._frames = [pitch.extent(frame) for frame in frames]
        self._clear = pitch.depth - _CLOSER
        self._sides: dict[int, list[int]] = defaultdict(list)
        self._runs: dict[int, Runs] = {}
        for position in positions:
            depth, side = pitch.place(position)
            self._sides[depth].append(side)
        self.lines = sorted(self._sides)

    def next_lines(self, depth: int, step: int, number: int) -> list[int]:
        """Return lines at about 1, 2, … `number` times `step` from a depth. Existing lines come before new ones."""
        return [self._line(depth + step * (times + 1), depth, step) for times in range(number)]

    def nearest(self, line: int, side: int) -> int:
        """Return the free place on a line that is nearest to a side."""
        return round(self._taken(line).nearest(side))

    def next(self, line: int, side: int) -> int:
        """Return the first free place on a line at or after a side."""
        return round(self._taken(line).next(side))

    def take(self, line: int, side: int) -> None:
        """Cover a place."""
        if line not in self._sides:
            insort(self.lines, line)
        self._sides[line].append(side)
        for other in self._near(line, list(self._runs)):
            self._runs[other].take(*self._interval(side))

    def _line(self, wished: int, depth: int, step: int) -> int:
        """Return the existing line near `wished`, if there is one, as a new line would overlap it."""
        beyond = [
            line for line in self._near(wished, self._around(wished))
            if (line - depth) * step > 0 and abs(line - depth) >= self._clear
        ]  # fmt: skip
        return min(beyond, key=lambda line: (abs(line - wished), line), default=wished)

    def _taken(self, line: int) -> Runs:
        if line not in self._runs:
            sides = (side for other in self._near(line, self._around(line)) for side in self._sides[other])
            self._runs[line] = Runs([*map(self._interval, sides), *self._framed(line)])
        return self._runs[line]

    def _framed(self, line: int) -> Iterator[tuple[float, float]]:
        """The intervals that frames cover on a line, half a card wider, so that no card reaches into a frame."""
        for (start, end), (first, last) in self._frames:
            if start - self._pitch.card / 2 < line < end + self._pitch.card / 2:
                yield first - self._pitch.side / 2, last + self._pitch.side / 2

    def _around(self, line: int) -> Sequence[int]:
        first = bisect_left(self.lines, line - self._clear)
        return self.lines[first : bisect_left(self.lines, line + self._clear)]

    def _near(self, line: int, lines: Iterable[int]) -> list[int]:
        return [other for other in lines if abs(other - line) < self._clear]

    def _interval(self, side: int) -> tuple[int, int]:
        return side - self._pitch.side, side + self._pitch.side
