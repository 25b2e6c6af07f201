"""Layers by time, from left to right: columns for each stretch of time with entities. Empty stretches are short.

A stretch has entities that were created close together, so a pipeline run that crosses midnight or the end of a month
stays whole. Within a stretch, entities stand in the order of the lineage, so that associations run to the right.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

from lineage_viz.layout.arrangement import PITCH, Arrangement
from lineage_viz.layout.cycles import Link
from lineage_viz.layout.layers import layers_of
from lineage_viz.layout.position import ROW_PITCH
from lineage_viz.model import Entity, Subgraph

BREAK = 46
"""Extra room between two consecutive stretches."""

_LONG_BREAK = 84
"""Extra room between two stretches with much empty time in between."""

_MOST = 12
"""With up to this many stretches, a person takes them in, and the picture may be wide."""

_ALWAYS = 64
"""The largest number of columns in such a picture: a person moves along it."""

_ASPECT = 4
"""The largest width divided by height of any other picture: wider than a window, but not a line."""

_FEW_DAYS = 3
"""With entities of fewer days than this, stretches are hours or minutes."""

APART = 1 / 3
"""Two entities with more empty time between them than this share of a unit belong to different stretches."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A length of time, and the function that numbers the calendar's stretches of this length."""

    length: timedelta
    number: Callable[[datetime], int]


def _month(at: datetime) -> int:
    return at.year * 12 + at.month - 1


_DAY = Unit(timedelta(days=1), datetime.toordinal)
_SHORT = (
    Unit(timedelta(minutes=1), lambda at: int(at.timestamp() // 60)),
    Unit(timedelta(hours=1), lambda at: int(at.timestamp() // 3_600)),
)
_UNITS = (
    _DAY,
    Unit(timedelta(weeks=1), lambda at: (at.toordinal() - 1) // 7),
    Unit(timedelta(days=30), _month),
    Unit(timedelta(days=91), lambda at: _month(at) // 3),
    Unit(timedelta(days=365), lambda at: at.year),
    Unit(timedelta(days=3652), lambda at: at.year // 10),
)
"""Day, week, month, quarter, year, decade."""

_COLUMN = PITCH[Arrangement.TIME].layer
_UNDATED = -1


def made(entity: Entity) -> datetime | None:
    """The creation time of an entity in UTC; None when it has none."""
    return entity.created.astimezone(UTC) if entity.created else None


def time_layers(subgraph: Subgraph, links: Mapping[Link, int]) -> tuple[list[int], list[int]]:
    """Return the layer of each card, and the extra room before each layer."""
    times = [made(entity) for entity in subgraph.entities]
    dated = sorted({time for time in times if time})
    few = len({time.date() for time in dated}) < _FEW_DAYS
    for unit in (*_SHORT, *_UNITS) if few else _UNITS:
        starts = _starts(dated, unit)
        keys = _keys(times, links, starts)
        if _fit(keys):
            break
    columns = sorted(set(keys))
    number = {column: layer for layer, column in enumerate(columns)}
    long = {at for at, (end, start) in enumerate(_ends(dated, starts), 1) if start - end > unit.length}
    return [number[key] for key in keys], [0, *(_room(a[0], b[0], long) for a, b in pairwise(columns))]


def _starts(dated: Sequence[datetime], unit: Unit) -> list[datetime]:
    """Return the first time of each stretch. A run that is much longer than a unit is divided by the calendar."""
    runs: list[list[datetime]] = []
    for time in dated:
        if runs and time - runs[-1][-1] <= APART * unit.length:
            runs[-1].append(time)
        else:
            runs.append([time])
    starts = []
    for run in runs:
        whole = run[-1] - run[0] <= 1.5 * unit.length
        starts += [run[0]] if whole else [next(times) for _, times in groupby(run, unit.number)]
    return starts


def _ends(dated: Sequence[datetime], starts: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    """Return the empty time before each stretch but the first: the last time before it, and its start."""
    return [(dated[bisect_right(dated, start) - 2], start) for start in starts[1:]]


def _keys(
    times: Sequence[datetime | None], links: Mapping[Link, int], starts: Sequence[datetime]
) -> list[tuple[int, int]]:
    """Return the stretch of each card, and its layer within the stretch."""
    stretches = [bisect_right(starts, time) - 1 if time else _UNDATED for time in times]
    together = {
        (a, b): weight for (a, b), weight in links.items() if stretches[a] == stretches[b] != _UNDATED
    }
    return list(zip(stretches, layers_of(len(times), together), strict=True))


def _fit(keys: Iterable[tuple[int, int]]) -> bool:
    """True when there are few stretches, or when the picture is not too wide for its height."""
    sizes = Counter(keys)
    few = len({stretch for stretch, _ in sizes}) <= _MOST and len(sizes) <= _ALWAYS
    return few or len(sizes) * _COLUMN <= _ASPECT * max(sizes.values()) * ROW_PITCH


def _room(before: int, after: int, long: Collection[int]) -> int:
    """Return the room between two columns. `long` are the stretches with much empty time before them."""
    if before == after:
        return 0
    return _LONG_BREAK if after in long and before != _UNDATED else BREAK
