"""Time from left to right: columns for each stretch in which something was made, empty stretches shortened.

What was made in one stretch stands in flow order, so that its associations run to the right there too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from lineage_viz.layout.arrangement import PITCH, Arrangement
from lineage_viz.layout.layers import Link, layers_of
from lineage_viz.layout.position import ROW_PITCH
from lineage_viz.model import Entity, Subgraph

BREAK = 46
"""Room between two stretches that follow on one another."""

_LONG_BREAK = 84
"""Room where nothing was made in between."""

_ALWAYS = 20
"""So many columns are never too many."""

_ASPECT = 4
"""Width by height of a picture with more of them: wider than a window, as time is, but not a line."""

_FEW_DAYS = 3
"""With fewer, hours and minutes tell more."""

Unit = Callable[[datetime], int]
"""Numbers the stretches of one length: two times with one number belong together."""

DAY: Unit = datetime.toordinal
UNITS: tuple[Unit, ...] = (
    lambda at: int(at.timestamp() // 60),
    lambda at: int(at.timestamp() // 3_600),
    DAY,
    lambda at: (at.toordinal() - 1) // 7,
    lambda at: at.year * 12 + at.month - 1,
    lambda at: (at.year * 12 + at.month - 1) // 3,
    lambda at: at.year,
)
"""Minute, hour, day, week, month, quarter, year."""

_COLUMN = PITCH[Arrangement.TIME].layer
_UNDATED = -(10**12)


def made(entity: Entity) -> datetime | None:
    """When an entity was made, in UTC."""
    return entity.created.astimezone(UTC) if entity.created else None


def time_layers(subgraph: Subgraph, links: Sequence[Link]) -> tuple[list[int], list[int]]:
    """Each card's layer, and the room before each layer besides the usual one."""
    times = [made(entity) for entity in subgraph.entities]
    few = len({DAY(time) for time in times if time}) < _FEW_DAYS
    units = UNITS if few else UNITS[UNITS.index(DAY) :]
    for unit in units:
        keys = _keys(times, links, unit)
        if _fit(keys):
            break
    columns = sorted(set(keys))
    number = {column: layer for layer, column in enumerate(columns)}
    return [number[key] for key in keys], [0, *(_room(a[0], b[0]) for a, b in pairwise(columns))]


def _keys(times: Sequence[datetime | None], links: Sequence[Link], unit: Unit) -> list[tuple[int, int]]:
    """Each card's stretch, and its layer in there."""
    stretches = [unit(time) if time else _UNDATED for time in times]
    inner = layers_of(len(times), [(a, b) for a, b in links if stretches[a] == stretches[b] != _UNDATED])
    return list(zip(stretches, inner, strict=True))


def _fit(keys: Iterable[tuple[int, int]]) -> bool:
    """Whether the columns make a picture that is not too wide for its height."""
    sizes = Counter(keys)
    return len(sizes) <= _ALWAYS or len(sizes) * _COLUMN <= _ASPECT * max(sizes.values()) * ROW_PITCH


def _room(before: int, after: int) -> int:
    if before == after:
        return 0
    return BREAK if after - before == 1 or before == _UNDATED else _LONG_BREAK
