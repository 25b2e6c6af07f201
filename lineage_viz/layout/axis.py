"""The time axis, read off a picture: which columns belong together, and what they hold."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lineage_viz.layout.arrangement import PITCH, Arrangement
from lineage_viz.layout.position import CARD_WIDTH, Box, Position
from lineage_viz.layout.timeline import made
from lineage_viz.model import Subgraph

_APART = CARD_WIDTH + PITCH[Arrangement.TIME].gaps[1]
"""Columns further apart than this belong to different stretches of time."""

_DAYS = 7
"""Stretches of a month up to so long are named by their days."""


class Tick(NamedTuple):
    """A label for the columns around x: `Mar 2025`, `12 Mar`."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Columns side by side, and when what they hold was made; `times` are none where there is no date."""

    columns: tuple[int, ...]
    times: tuple[datetime, datetime] | None

    @property
    def middle(self) -> int:
        """Where its label stands."""
        return (self.columns[0] + self.columns[-1]) // 2


def axis(
    subgraph: Subgraph, positions: Mapping[str, Position], frames: Collection[Box] = ()
) -> tuple[Tick, ...]:
    """What the columns of a picture arranged by time hold, in UTC, from left to right.

    What is in `frames`, those of opened groups, stands where there was room, and so in no column.
    """
    stretches = stretches_of(subgraph, positions, frames)
    ticks: list[Tick] = []
    year = 0
    for number, stretch in enumerate(stretches):
        if not stretch.times:
            ticks.append(Tick(stretch.middle, "No date"))
            continue
        around = [other.times for other in stretches[max(0, number - 1) : number + 2] if other is not stretch]
        shared = any(times and _share_a_day(times, stretch.times) for times in around)
        ticks.append(Tick(stretch.middle, _label(*stretch.times, year=year, hours=shared)))
        year = stretch.times[1].year
    return tuple(ticks)


def stretches_of(
    subgraph: Subgraph, positions: Mapping[str, Position], frames: Collection[Box]
) -> list[Stretch]:
    """The stretches of time that a picture shows, from left to right."""
    columns: dict[int, list[datetime]] = {}
    for entity in subgraph.entities:
        at = positions.get(entity.arn)
        if at and not any(frame.holds(at) for frame in frames):
            time = made(entity)
            columns.setdefault(at.x, []).extend([time] if time else [])
    groups: list[list[int]] = []
    for x in sorted(columns):
        if groups and x - groups[-1][-1] <= _APART:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [_stretch(group, [time for x in group for time in columns[x]]) for group in groups]


def _stretch(columns: Iterable[int], times: Iterable[datetime]) -> Stretch:
    found = sorted(times)
    return Stretch(tuple(columns), (found[0], found[-1]) if found else None)


def _share_a_day(some: tuple[datetime, datetime], others: tuple[datetime, datetime]) -> bool:
    return some[0].date() <= others[1].date() and others[0].date() <= some[1].date()


def _label(first: datetime, last: datetime, *, year: int, hours: bool) -> str:
    """The shortest words for a stretch; the year only where it is not that of the stretch before."""
    after = f" {last.year}" if not first.year == last.year == year else ""
    if first.year != last.year:
        return f"{first:%b} {first.year} – {last:%b} {last.year}"
    if first.month != last.month:
        return f"{first:%b} – {last:%b}{after}"
    if first.day != last.day:
        days = last.day - first.day < _DAYS
        return f"{first.day} – {last.day} {last:%b}{after}" if days else f"{last:%b} {last.year}"
    day = f"{first.day} {first:%b}{after}"
    if not hours:
        return day
    start, end = f"{first:%H:%M}", f"{last:%H:%M}"
    return f"{day}, {start if start == end else f'{start} – {end}'} UTC"
