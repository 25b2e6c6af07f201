"""Lanes: the ways of lines between cards that would otherwise hide them.

A line from A to C that runs beneath B looks like a line from A to B and one from B to C. Cards never move for a line,
so the line takes the nearest gap of each column that it passes.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

from lineage_viz.geometry import CARD, CROWD, CURVE
from lineage_viz.layout.arrangement import Arrangement
from lineage_viz.layout.position import Position

Ends = tuple[str, str]
Place = tuple[int, int]
"""A depth and a side."""

_CLEAR = 8
"""The room between a line and a card, in pixels: a badge stands out as far."""

_BESIDE = 4
"""The room before and after a column in which a line is level."""

_FARTHEST = 500
"""The longest way aside. A block of cards without gaps hides a line as before."""

_APART, _LINES = 3, 5
"""The distance of lines in one gap, and the number of them that have their own place."""

_SAMPLES = 24


class Lane(NamedTuple):
    """A level part of a line: from one depth to another, at a side."""

    start: int
    end: int
    side: int


def lanes(
    ends: Iterable[Ends],
    positions: Mapping[str, Position],
    arrangement: Arrangement,
    gutters: Sequence[int] = (),
) -> dict[Ends, tuple[Lane, ...]]:
    """Return the lanes of each line that would run beneath a card; lines through `gutters` have their own way."""
    lines = list(ends)
    if len(lines) > CROWD.few:
        return {}  # they are straight and faint
    downwards = arrangement is Arrangement.DOWN
    columns = _Columns([_place(each, downwards) for each in positions.values()], downwards=downwards)
    places = {each: _place(at, downwards) for each, at in positions.items()}
    made = ((each, columns.lanes(places[each[0]], places[each[1]], gutters)) for each in lines)
    return {each: way for each, way in made if way}


def _place(at: Position, downwards: bool) -> Place:
    return (at.y, at.x) if downwards else (at.x, at.y)


class _Row:
    """The sides of the cards of some columns, and the ends of each run of cards that leaves no gap for a line."""

    def __init__(self, sides: Iterable[int], room: int) -> None:
        self._sides, self._room = sorted(set(sides)), room
        breaks = [at for at, (low, high) in enumerate(pairwise(self._sides), 1) if high - low >= 2 * room]
        self._starts, self._ends = [0, *breaks], [*breaks, len(self._sides)]

    def around(self, side: int) -> tuple[int, int]:
        """Return the nearest sides at which no card stands: before this one and after it, or this one itself."""
        at = bisect_right(self._sides, side - self._room)
        if at == len(self._sides) or self._sides[at] >= side + self._room:
            return side, side
        last = bisect_left(self._sides, side + self._room) - 1
        first = self._sides[self._starts[bisect_right(self._starts, last) - 1]]
        return first - self._room, self._sides[self._ends[bisect_right(self._ends, at)] - 1] + self._room


class _Columns:
    """The cards of a picture by their depth."""

    def __init__(self, cards: Sequence[Place], *, downwards: bool) -> None:
        self._cards, self._downwards = cards, downwards
        self._size, across = (CARD.height, CARD.width) if downwards else (CARD.width, CARD.height)
        self._half = across / 2
        sides: dict[int, list[int]] = defaultdict(list)
        for depth, side in cards:
            sides[depth].append(side)
        self._sides = {depth: sorted(found) for depth, found in sides.items()}
        self._depths = sorted(self._sides)
        self._taken: dict[int, set[int]] = defaultdict(set)
        self._room = int(self._half) + _CLEAR
        self._rows: dict[tuple[int, ...], _Row] = {}

    @cached_property
    def _backwards(self) -> "_Columns":
        """The same cards, for lines that run the other way."""
        return _Columns([(-depth, side) for depth, side in self._cards], downwards=self._downwards)

    def lanes(self, source: Place, target: Place, gutters: Sequence[int]) -> tuple[Lane, ...]:
        """Return the lanes of a line between two cards. One that runs backwards keeps beside the other direction."""
        (depth, side), (far, aside) = source, target
        if far < depth + self._size and any(min(side, aside) < at < max(side, aside) for at in gutters):
            return ()
        if far > depth - self._size:
            return self._ahead(source, target)
        out = CURVE.aside
        found = self._backwards._ahead((-depth, side + out), (-far, aside + out))
        return tuple(Lane(-each.start, -each.end, each.side) for each in found)

    def _ahead(self, source: Place, target: Place) -> tuple[Lane, ...]:
        (depth, side), (far, aside) = source, target
        here = side
        between = self._depths[
            bisect_right(self._depths, depth + self._size) : bisect_left(self._depths, far - self._size)
        ]
        if not between or not self._is_hidden(between, (depth, side), (far, aside)):
            return ()
        found: list[Lane] = []
        groups = self._groups(between)
        for number, group in enumerate(groups):
            rest = groups[number:]
            wanted = aside if all(self._free(each, aside) == aside for each in rest) else side
            free = self._free(group, wanted)
            if abs(free - wanted) > _FARTHEST:
                return ()
            side = free if free in (here, aside) else self._own_place(group, free)
            half = self._size // 2 + _BESIDE
            found.append(Lane(group[0] - half, group[-1] + half, side))
        return tuple(found)

    def _is_hidden(self, between: Sequence[int], source: tuple[int, int], target: tuple[int, int]) -> bool:
        """True when the curve from one card to another runs beneath a card."""
        start, end = source[0] + self._size / 2, target[0] - self._size / 2
        reach = max(CURVE.shortest, min((end - start) / 2, CURVE.longest))
        bends = (start, start + reach, end - reach, end)
        for sample in range(1, _SAMPLES * len(between)):
            t = sample / (_SAMPLES * len(between))
            along = sum(part * bend for part, bend in zip(_bezier(t), bends, strict=True))
            first, second, third, fourth = _bezier(t)
            across = (first + second) * source[1] + (third + fourth) * target[1]
            near = between[
                bisect_left(between, along - self._size / 2) : bisect_right(between, along + self._size / 2)
            ]
            if any(self._is_inside(self._sides[depth], across) for depth in near):
                return True
        return False

    def _is_inside(self, sides: Sequence[int], across: float) -> bool:
        at = bisect_left(sides, across - self._half)
        return at < len(sides) and sides[at] < across + self._half

    def _groups(self, depths: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the columns between which no line can turn as one."""
        groups: list[list[int]] = []
        for depth in depths:
            if groups and depth - groups[-1][-1] < self._size + 2 * _BESIDE + CURVE.arrow:
                groups[-1].append(depth)
            else:
                groups.append([depth])
        return [tuple(each) for each in groups]

    def _free(self, group: Sequence[int], side: int) -> int:
        """Return the side nearest to this one at which no card of the columns stands."""
        group = tuple(group)
        if group not in self._rows:
            self._rows[group] = _Row(chain.from_iterable(self._sides[depth] for depth in group), self._room)
        low, high = self._rows[group].around(side)
        return low if side - low < high - side else high

    def _own_place(self, group: Sequence[int], side: int) -> int:
        """Return a place beside the lines that run in the same gap."""
        taken = self._taken[group[0]]
        asides = (side + sign * _APART * number for number in range(_LINES) for sign in (1, -1))
        own = next((at for at in asides if at not in taken and self._free(group, at) == at), side)
        taken.add(own)
        return own


def _bezier(t: float) -> tuple[float, float, float, float]:
    u = 1 - t
    return u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
