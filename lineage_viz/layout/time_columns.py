"""The time columns for cards that join a picture arranged by time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from lineage_viz.layout.arrangement import PITCH, Arrangement
from lineage_viz.layout.axis import Stretch, stretches_of
from lineage_viz.layout.position import Box, Position
from lineage_viz.layout.timeline import APART, BREAK, made
from lineage_viz.model import Entity, Subgraph

_DAY = 86_400
_STEP = PITCH[Arrangement.TIME].layer + BREAK
"""The distance from one stretch of time to the next."""


class TimeColumns:
    """The stretches of time in a picture. A new one is added where there is room for it, in the order of time."""

    def __init__(self, subgraph: Subgraph, placed: Mapping[str, Position], frames: Collection[Box]) -> None:
        found = stretches_of(subgraph, placed, frames)
        self._undated = next((stretch for stretch in found if not stretch.times), None)
        self._dated = [stretch for stretch in found if stretch.times]
        self._near = _near([stretch.times for stretch in self._dated if stretch.times])

    def columns(self, entity: Entity) -> tuple[int, ...]:
        """Return the columns in which the card of an entity may stand."""
        time = made(entity)
        if time:
            return self._of(time).columns
        if not self._undated:
            self._undated = Stretch((self._dated[0].columns[0] - _STEP if self._dated else 0,), None)
        return self._undated.columns

    def _of(self, time: datetime) -> Stretch:
        """Return the stretch of a time: the one that contains it, a new one if there is room, or the nearest."""
        for stretch in self._dated:
            if _away(stretch, time) <= self._near:
                return stretch
        number = sum(1 for stretch in self._dated if stretch.times and stretch.times[0] < time)
        before = self._dated[number - 1] if number else self._undated
        after = self._dated[number] if number < len(self._dated) else None
        x = _between(before, after)
        if x is not None:
            self._dated.insert(number, Stretch((x,), (time, time)))
            return self._dated[number]
        nearest = min(range(len(self._dated)), key=lambda at: _away(self._dated[at], time))
        found = self._dated[nearest]
        if found.times:
            times = (min(found.times[0], time), max(found.times[1], time))
            self._dated[nearest] = replace(found, times=times)
        return self._dated[nearest]


def _near(spans: Sequence[tuple[datetime, datetime]]) -> float:
    """Return the distance in seconds up to which a time belongs to a stretch: a share of the shortest gap."""
    gaps = [(after[0] - before[1]).total_seconds() for before, after in pairwise(spans)]
    return APART * min((gap for gap in gaps if gap > 0), default=_DAY)


def _between(before: Stretch | None, after: Stretch | None) -> int | None:
    """Return the x of a new stretch between two, or beside the only one; None when there is no room."""
    if before and after and after.columns[0] - before.columns[-1] < 2 * _STEP:
        return None
    if before:
        return before.columns[-1] + _STEP
    return after.columns[0] - _STEP if after else 0


def _away(stretch: Stretch, time: datetime) -> float:
    """Return the distance of a time to a dated stretch in seconds; 0 inside."""
    first, last = stretch.times or (time, time)
    return max((first - time).total_seconds(), (time - last).total_seconds(), 0)
