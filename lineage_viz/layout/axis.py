"""The time axis of a picture: neighbouring columns as stretches of time, each with a label."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from lineage_viz.layout.arrangement import PITCH, Arrangement
from lineage_viz.layout.position import CARD_WIDTH, Box, Position
from lineage_viz.layout.timeline import made
from lineage_viz.model import Subgraph
from lineage_viz.view.drawn import OLDEST
from lineage_viz.view.folding import is_fold

_APART = CARD_WIDTH + PITCH[Arrangement.TIME].gaps[1]
"""Columns at a larger distance than this belong to different stretches of time."""

_DAYS = 7
"""A stretch of up to this many days is labelled with its days."""

_BEFORE = 16
"""The distance from the line of a stretch to its first cards."""


class Tick(NamedTuple):
    """The line before the columns of a stretch, and its label: `Mar 2025`, `12 Mar`.

    `full` has the year, for a reader who does not see the labels before it. All are in UTC.
    """

    x: int
    label: str
    full: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Columns side by side. `times` are the first and the last creation time in them; None without any date."""

    columns: tuple[int, ...]
    times: tuple[datetime, datetime] | None

    @property
    def start(self) -> int:
        """The x of the line and of the label: left of all cards."""
        return self.columns[0] - CARD_WIDTH // 2 - _BEFORE


def axis(
    subgraph: Subgraph, positions: Mapping[str, Position], frames: Collection[Box] = ()
) -> tuple[Tick, ...]:
    """Return the lines and labels of a picture arranged by time, in UTC, from left to right.

    Cards in `frames` (those of opened groups) do not count: a block stands at a free place, not in its time column.
    """
    stretches = stretches_of(subgraph, positions, frames)
    ticks: list[Tick] = []
    year = 0
    for number, stretch in enumerate(stretches):
        if not stretch.times:
            ticks.append(Tick(stretch.start, "No date", "No date"))
            continue
        around = [other.times for other in stretches[max(0, number - 1) : number + 2] if other is not stretch]
        shared = any(times and _share_their_day(times, stretch.times) for times in around)
        label, full = (_label(*stretch.times, year=shown, hours=shared) for shown in (year, 0))
        ticks.append(Tick(stretch.start, label, full))
        year = stretch.times[1].year
    return tuple(ticks)


def stretches_of(
    subgraph: Subgraph, positions: Mapping[str, Position], frames: Collection[Box]
) -> list[Stretch]:
    """Return the stretches of time in a picture, from left to right."""
    columns: dict[int, list[datetime]] = {}
    for entity in subgraph.entities:
        at = positions.get(entity.arn)
        if at and not any(frame.holds(at) for frame in frames):
            oldest = entity.properties.get(OLDEST) if is_fold(entity.arn) else None
            times = [made(entity), oldest.astimezone(UTC) if isinstance(oldest, datetime) else None]
            columns.setdefault(at.x, []).extend(filter(None, times))
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


def _share_their_day(*times: tuple[datetime, datetime]) -> bool:
    """True for stretches of one and the same day: only the hours tell them apart."""
    return len({at.date() for first_and_last in times for at in first_and_last}) == 1


def _label(first: datetime, last: datetime, *, year: int, hours: bool) -> str:
    """Return the shortest label of a stretch. Days have a year only if the stretch before ends in another year."""
    after = f" {last.year}" if not first.year == last.year == year else ""
    before = f" {first.year}" if first.year != last.year else ""
    days = (last.date() - first.date()).days
    if 0 < days < _DAYS:
        start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}{before}"
        return f"{start} – {last.day} {last:%b}{after}"
    if (first.year, first.month) != (last.year, last.month):
        return f"{first:%b}{before} – {last:%b} {last.year}"
    if days:
        return f"{last:%b} {last.year}"
    day = f"{first.day} {first:%b}{after}"
    if not hours:
        return day
    start, end = f"{first:%H:%M}", f"{last:%H:%M}"
    return f"{day}, {start if start == end else f'{start} – {end}'} UTC"
